import { sql, type SQL } from "drizzle-orm";
import type { Merging } from "../merging.ts";
import { accountColumns } from "./columns.ts";

/**
 * What a record may speak of. What it does not mention is left alone, and in XML and JSON each user
 * mentions something else: a bit for each, in the column `said` of staging.
 */
const subjects = [
  ...accountColumns.map(({ name }) => name),
  ...["barcode", "email", "phone", "address", "note", "block", "roles"],
  ...["identifiers", "proxies"],
] as const;

export function bitOf(subject: string): number {
  const position = subjects.indexOf(subject);
  if (position === -1) throw new Error(`no subject ${subject}`);
  return 1 << position;
}

/** The condition that a row of staging mentions this. */
export const says = (row: string, subject: string): SQL =>
  sql.raw(`${row}.said & ${bitOf(subject)} <> 0`);

/** Whether the file is of Alma's own, XML or JSON, and its lines carry `said` and `parts`. */
export const isAlma = ({ columns }: Merging): boolean =>
  columns.some(({ name }) => name === "parts");

/** Whether any line of the file mentions this. */
export function mentions(merging: Merging, subject: string): boolean {
  const can = bitOf(subject) !== 0 && (isAlma(merging) || hasColumn(merging, subject));
  return can && merging.has(subject);
}

const hasColumn = ({ columns }: Merging, subject: string) =>
  columns.some(({ name }) => name === subject);

/** Gives the lines of a CSV file what those of XML and JSON bring along: all say what the header says. */
export async function completeCsvLines(merging: Merging): Promise<void> {
  const { tx, staging, columns, has } = merging;
  if (isAlma(merging)) return;
  const said = columns.reduce((all, { name }) => (has(name) ? all | bitOf(name) : all), 0);
  await tx.execute(
    sql.raw(
      `ALTER TABLE ${staging.name("lines")} ADD COLUMN said integer NOT NULL DEFAULT ${said}, ADD COLUMN parts json`,
    ),
  );
}
