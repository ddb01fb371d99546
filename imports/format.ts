import { Refusal } from "#lib/refusal.ts";
import { suggestion } from "#lib/nearest.ts";
import type { CellType } from "./cells.ts";

export interface Column {
  name: string;
  /** The column must be there. */
  required?: boolean;
  /** Each cell must be filled in. */
  filled?: boolean;
  read: CellType;
  /** The type of the staging column that takes it. */
  sql: string;
  /** Names a person or may: no statistics are taken of it. */
  personal?: boolean;
}

export const personalOf = (columns: readonly Column[]): string[] =>
  columns.filter(({ personal }) => personal).map(({ name }) => name);

/** Where each known column stands in a file's lines; null when it was left out. */
export type Header = { width: number; positions: (number | null)[] };

/** Refuses a header with an unknown, repeated or missing column, by name. */
export function readHeader(cells: string[], columns: readonly Column[], file: string): Header {
  const names = cells.map((cell) => cell.trim().toLowerCase());
  const known = columns.map((column) => column.name);
  if (names.length === 1 && /[;\t]/.test(names[0] ?? "")) {
    throw separatedOtherwise(file);
  }
  for (const [index, name] of names.entries()) {
    if (!known.includes(name)) {
      throw new Refusal(
        `${file} has the unknown column "${cells[index]?.slice(0, 60)}".${suggestion(name, known)}`,
      );
    }
    if (names.indexOf(name) !== index) throw new Refusal(`${file} has the column ${name} twice.`);
  }
  const missing = columns.filter(({ required, name }) => required && !names.includes(name));
  if (missing.length > 0) {
    const list = missing.map(({ name }) => name).join(", ");
    throw new Refusal(`${file} lacks the required column${missing.length > 1 ? "s" : ""} ${list}.`);
  }
  const positions = known.map((name) => (names.includes(name) ? names.indexOf(name) : null));
  return { width: cells.length, positions };
}

export const separatedOtherwise = (file: string) =>
  new Refusal(`${file} separates its columns by semicolons or tabs; save it with commas.`);

/** The column names that a file has, for the statements that leave the others alone. */
export type Present = (name: string) => boolean;

export const presentIn =
  (header: Header, columns: readonly Column[]): Present =>
  (name) => {
    const index = columns.findIndex((column) => column.name === name);
    if (index === -1) throw new Error(`no column ${name}`);
    return header.positions[index] != null;
  };
