import type { CellType } from "../cells.ts";
import { formatCount, formatCountOf } from "#lib/format.ts";

/*
 * A user as the Users API's JSON has it: a field is a text, a coded value {"value", "desc"}, or a list.
 * XML is brought into the same form by its reader.
 */

export type AlmaValue = unknown;
export type AlmaUser = Record<string, AlmaValue>;

/** A user of a file, and the line on which it begins. */
export interface FoundUser {
  line: number;
  user: AlmaUser;
  /** Some field stands in its text more than once, and was read once. */
  repeats?: boolean;
}

/** Takes what is to be said of the file as a whole. */
export type Warn = (sentence: string) => void;

/** How many users an answer of the API is about, on all its pages together. */
export const TOTAL = "total_record_count";

/** Warns where an answer holds other users than it is about; `total` as the file has it. */
export function warnOfPage(read: number, total: unknown, warn: Warn): void {
  const all = typeof total === "string" ? Number(total) : total;
  if (typeof all !== "number" || !Number.isSafeInteger(all) || all === read) return;
  const users = formatCountOf(read, "user was read", "users were read");
  warn(
    `${users}; the file says that there are ${formatCount(all)} (${TOTAL}). Where it is one page of several, import the others, too.`,
  );
}

/** What is wrong with one user, and with which of its fields. */
export class BadElement extends Error {
  element: string;
  constructor(element: string, reason: string) {
    super(reason);
    this.element = element;
  }
}

export const isRecord = (value: AlmaValue): value is AlmaUser =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The text of a field, its code where it is coded; "" when it is empty or not there. */
export function textOf(fields: AlmaUser, name: string): string {
  const field = fields[name];
  const value = isRecord(field) && "value" in field ? field.value : field;
  if (value === undefined || value === null) return "";
  if (typeof value === "string") return wellFormed(value, name).trim();
  if (typeof value === "boolean") return `${value}`;
  if (typeof value === "number") {
    if (Number.isSafeInteger(value)) return `${value}`;
    throw new BadElement(name, `${name} is a number that JSON does not keep exactly; quote it.`);
  }
  if (Array.isArray(value)) throw new BadElement(name, `${name} is there more than once.`);
  // An element with attributes alone, or with elements where a text should stand.
  if (isRecord(value) && Object.keys(value).every((key) => key === "desc")) return "";
  throw new BadElement(name, `${name} holds other fields where a text should stand.`);
}

const SURROGATE = /[\ud800-\udfff]/;
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

function wellFormed(text: string, name: string): string {
  if (SURROGATE.test(text) && LONE_SURROGATE.test(text))
    throw new BadElement(name, `${name} holds half a character.`);
  return text;
}

/** A list of records; one alone counts as a list of one, what is empty as none. */
export function listOf(fields: AlmaUser, name: string): AlmaUser[] {
  const field = fields[name];
  const list = Array.isArray(field) ? field : [field];
  return list
    .filter((entry) => entry !== undefined && entry !== null && entry !== "")
    .map((entry) => {
      if (isRecord(entry)) return entry;
      throw new BadElement(name, `${name} is not a list of records.`);
    });
}

/** A list of codes, without repeats, sorted. */
export function codesOf(fields: AlmaUser, name: string): string[] {
  const field = fields[name];
  const list = Array.isArray(field) ? field : [field];
  const codes = list.map((entry) => textOf({ [name]: entry }, name)).filter((text) => text !== "");
  return [...new Set(codes)].sort();
}

export const flagOf = (fields: AlmaUser, name: string): boolean =>
  textOf(fields, name).toLowerCase() === "true";

const DAY_WITH_OFFSET = /^(\d{4}-\d{2}-\d{2})(?:Z|[+-]\d{2}:\d{2})$/;

/** A day is the day that is written, whatever the offset that XML lets stand behind it. */
export const day =
  (read: CellType): CellType =>
  (text) =>
    read(DAY_WITH_OFFSET.exec(text)?.[1] ?? text);
