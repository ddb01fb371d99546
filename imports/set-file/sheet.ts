import type { Readable } from "node:stream";
import { Refusal } from "#lib/refusal.ts";
import { MOST_EXACT_DIGITS } from "./limits.ts";
import type { ListedId } from "./set-file.ts";
import { eachChunk, type XmlReader } from "./xml.ts";

interface Cell {
  row: number;
  /** As the sheet writes it: `s` is a shared text, nothing a number. */
  type: string | undefined;
  style: number;
  isFirst: boolean;
  hasFormula: boolean;
  text: string;
}

/** Cells of column A, top to bottom, handed on while the sheet is read. */
export async function* firstColumn(
  sheet: Readable,
  texts: readonly string[],
  dates: ReadonlySet<number>,
): AsyncGenerator<ListedId> {
  let found: ListedId[] = [];
  const reader = cellReader((cell) => {
    const listed = idOf(cell, texts, dates);
    if (listed) found.push(listed);
  });
  for await (const _ of eachChunk(sheet, reader)) {
    yield* found;
    found = [];
  }
}

function cellReader(take: (cell: Cell) => void): XmlReader {
  let row = 0;
  let column = 0;
  let cell: Cell | undefined;
  return {
    open(name, attributes) {
      if (name === "row") {
        row = attributes.r === undefined ? row + 1 : Number(attributes.r);
        column = 0;
      } else if (name === "c") {
        column += 1;
        const isFirst = attributes.r === undefined ? column === 1 : /^A\d+$/.test(attributes.r);
        const { t: type, s: style = "0" } = attributes;
        cell = { row, type, style: Number(style), isFirst, hasFormula: false, text: "" };
      } else if (name === "f" && cell) cell.hasFormula = true;
    },
    text(within, piece) {
      if (cell?.isFirst && (within === "v" || within === "t")) cell.text += piece;
    },
    close(name) {
      if (name !== "c") return;
      if (cell?.isFirst) take(cell);
      cell = undefined;
    },
  };
}

function idOf(
  { row, type, style, hasFormula, text }: Cell,
  texts: readonly string[],
  dates: ReadonlySet<number>,
): ListedId | undefined {
  if (hasFormula) {
    throw new Refusal(
      `Row ${row} holds a formula in the first column. Copy the column and paste its values.`,
    );
  }
  if (text === "") return undefined;
  switch (type) {
    case "s":
      return { line: row, value: texts[Number(text)] ?? "", isNumber: false };
    case "e":
      throw new Refusal(`Row ${row} holds an error of Excel in the first column.`);
    case "b":
      return { line: row, value: text === "1" ? "TRUE" : "FALSE", isNumber: false };
    case undefined:
    case "n":
      return { line: row, value: digitsOf(text, row, dates.has(style)), isNumber: true };
    default:
      return { line: row, value: text, isNumber: false };
  }
}

/** A number that can still be the ID that somebody entered; Excel keeps fifteen digits and no more. */
function digitsOf(text: string, row: number, isDate: boolean): string {
  const number = Number(text);
  const digits = Number.isSafeInteger(number) ? String(number) : "";
  if (!isDate && /^\d+$/.test(digits) && digits.length <= MOST_EXACT_DIGITS) return digits;
  throw new Refusal(
    `Excel turned the ID in row ${row} into ${isDate ? "a date" : "a number that is not it any more"}. Format the column as Text and enter the IDs anew, or send a CSV file.`,
  );
}
