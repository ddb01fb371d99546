import type { Readable } from "node:stream";
import { Refusal } from "#lib/refusal.ts";
import { BadCell } from "./cells.ts";
import { presentIn, readHeader, type Column, type Header, type Present } from "./format.ts";
import { readCsv, type CsvRecord } from "./read-csv.ts";

/** What one record of a file becomes: a text for each column of staging, or why it cannot be taken. */
export type Row = { line: number } & (
  { values: (string | null)[] } | { column: string | null; reason: string }
);

/** A file's records, as they are read. */
export interface Rows {
  rows: AsyncGenerator<Row, void, undefined>;
  /** The columns of staging that a row's values fill, in their order. */
  columns: readonly Column[];
  /** Which columns the file mentions; known once all rows are read. */
  has: Present;
  /** Several records may begin on one line, so that its number alone does not name one. */
  shareLines: boolean;
  warnings: () => string[];
}

export type RowReader = (source: Readable, file: string) => Promise<Rows>;

/** Refuses a CSV file whose header will not do. */
export const csvRows =
  (columns: readonly Column[], longestRecordBytes?: number): RowReader =>
  async (source, file) => {
    const records = readCsv(source, file, longestRecordBytes);
    const first = await records.next();
    if (first.done) throw new Refusal(`${file} is empty.`);
    const header = readHeader(first.value.cells, columns, file);
    return {
      rows: rowsOf(records, columns, header),
      columns,
      has: presentIn(header, columns),
      shareLines: false,
      warnings: () => [],
    };
  };

async function* rowsOf(
  records: AsyncGenerator<CsvRecord>,
  columns: readonly Column[],
  header: Header,
): AsyncGenerator<Row, void, undefined> {
  for await (const record of records) yield toRow(record, columns, header);
}

function toRow({ line, cells }: CsvRecord, columns: readonly Column[], header: Header): Row {
  if (cells.length !== header.width) {
    const reason = `The line has ${cells.length} cells, the header ${header.width}.`;
    return { line, column: null, reason };
  }
  const values = [];
  for (const [index, column] of columns.entries()) {
    const position = header.positions[index];
    const value = valueOf(column, position == null ? "" : (cells[position] ?? ""));
    if (value instanceof BadCell) return { line, column: column.name, reason: value.message };
    values.push(value);
  }
  return { line, values };
}

/** What a column makes of a text; an empty one is null. */
export function valueOf(column: Column, text: string): string | null | BadCell {
  const trimmed = text.trim();
  if (trimmed === "") return column.filled ? new BadCell(`${column.name} is empty.`) : null;
  try {
    return column.read(trimmed);
  } catch (error) {
    if (error instanceof BadCell) return error;
    throw error;
  }
}
