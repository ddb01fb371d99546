import { pipeline, type Readable } from "node:stream";
import { CsvError, parse, type Parser } from "csv-parse";
import { Refusal } from "#lib/refusal.ts";
import { separatedOtherwise } from "./format.ts";
import { utf8Only, type Passed } from "./utf8.ts";

/** A record longer than this is a quote that was never closed, or a file without line breaks. */
const LONGEST_RECORD_BYTES = 1024 * 1024;

/** So much is looked at for what a file sets its columns apart by. */
const LONGEST_HEADER_BYTES = 4096;

/** One line of a CSV file as text, before anything is known of its columns. */
export interface CsvRecord {
  /** Where the record begins, counted from 1; a quoted cell may span lines. */
  line: number;
  cells: string[];
}

/**
 * The records of a CSV file, the header among them, in flat memory. Refuses what is not UTF-8, not
 * strict CSV, or cut off in the middle of a line.
 */
export async function* readCsv(
  source: Readable,
  file: string,
  longestRecordBytes = LONGEST_RECORD_BYTES,
): AsyncGenerator<CsvRecord> {
  const passed: Passed = { endsWithLineBreak: false };
  const place: Place = { line: 1, byte: 0 };
  let start = "";
  /** The parser counts the text of cells alone: a record of empty ones would have no end. */
  async function* withinLimit(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    let given = 0;
    for await (const chunk of bytes) {
      if (given - place.byte > longestRecordBytes) throw tooLong(file, place, longestRecordBytes);
      if (given === 0) start = chunk.toString("utf8", 0, LONGEST_HEADER_BYTES);
      given += chunk.length;
      yield chunk;
    }
  }
  const records = pipeline(
    source,
    utf8Only(file, passed),
    withinLimit,
    parser(place, longestRecordBytes),
    () => {},
  );
  let width: number | undefined;
  let last: CsvRecord | undefined;
  try {
    for await (const [line, ...cells] of records as AsyncIterable<string[]>) {
      if (last) yield last;
      width ??= cells.length;
      last = { line: Number(line), cells };
    }
  } catch (error) {
    // Quotes around cells that something else sets apart are in the wrong place for commas alone.
    if (error instanceof CsvError && /^[^,\r\n]*[;\t][^,\r\n]*[\r\n]/.test(start))
      throw separatedOtherwise(file);
    throw explain(error, file, place, longestRecordBytes);
  } finally {
    source.destroy();
  }
  if (!last) return;
  if (!passed.endsWithLineBreak && last.cells.length < (width ?? 0)) {
    throw new Refusal(
      `${file} ends in the middle of line ${last.line}: it was cut off. Nothing of it was imported.`,
    );
  }
  yield last;
}

/** Where the record under way begins: its line, and its first byte, counted from 0. */
interface Place {
  line: number;
  byte: number;
}

/** Each record after the line on which it begins; `place` goes along. */
function parser(place: Place, longestRecordBytes: number): Parser {
  let countedTwice = 0;
  return parse({
    bom: true,
    record_delimiter: ["\r\n", "\n", "\r"],
    max_record_size: longestRecordBytes,
    // A line with too many or too few cells is a rejected line, not a rejected file.
    relax_column_count: true,
    on_record: (cells: string[], { lines, bytes }) => {
      const line = place.line;
      const isOneLine = lines - countedTwice === line;
      if (!isOneLine) countedTwice += breaksOfTwo(cells);
      place.line = lines + 1 - countedTwice;
      place.byte = bytes;
      return cells.length === 1 && cells[0] === "" ? null : [`${line}`, ...cells];
    },
  });
}

/** Line breaks of two characters within quotes, which the parser counts as two lines. */
const breaksOfTwo = (cells: string[]): number =>
  cells.reduce((sum, cell) => sum + (cell.includes("\r\n") ? cell.split("\r\n").length - 1 : 0), 0);

function explain(error: unknown, file: string, place: Place, longest: number): unknown {
  if (!(error instanceof CsvError)) return error;
  if (error.code === "CSV_MAX_RECORD_SIZE") return tooLong(file, place, longest);
  return new Refusal(`${sentence(error.code, file, place.line)} Nothing of it was imported.`);
}

const tooLong = (file: string, { line }: Place, longest: number) =>
  new Refusal(
    `${file} holds more than ${longest / 1024 / 1024} MB without a line break from line ${line} on: a quote is not closed, or this is not a CSV file. Nothing of it was imported.`,
  );

const sentence = (code: string, file: string, line: number): string =>
  code === "CSV_QUOTE_NOT_CLOSED"
    ? `${file} ends inside quotes: it was cut off, or the quote on line ${line} is not closed.`
    : `${file} has a quote in the wrong place on line ${line}: a cell with quotes is quoted as a whole, its quotes doubled.`;
