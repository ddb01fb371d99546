import { apiReferenceHelp } from "#lib/help/system.ts";
import type { ApiDocument, ApiOperation } from "#lib/server/api-document.ts";

export interface Entry {
  /** In capitals. */
  method: string;
  path: string;
  operation: ApiOperation;
}

/** The document's operations in its order. */
export const entriesOf = ({ paths }: ApiDocument): Entry[] =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path,
      operation,
    })),
  );

export const hrefOfOperation = ({ operationId }: ApiOperation) =>
  `${apiReferenceHelp.href}/${operationId}`;

/** Those that hold every word of the search, wherever in them. */
export function matchingEntries(entries: Entry[], search: string): Entry[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return entries;
  return entries.filter((entry) => {
    const text = JSON.stringify(entry).toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** In groups of one subject, in their order. */
export const bySubject = (entries: Entry[]): [string, Entry[]][] =>
  [...new Set(entries.map(subjectOf))].map((subject) => [
    subject,
    entries.filter((entry) => subjectOf(entry) === subject),
  ]);

const subjectOf = ({ operation }: Entry) => operation.tags[0] ?? "";
