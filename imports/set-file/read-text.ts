import { isUtf8 } from "node:buffer";
import { Readable } from "node:stream";
import { CsvError, parse } from "csv-parse";
import { Refusal } from "#lib/refusal.ts";
import type { ListedId } from "./set-file.ts";

const PIECE_BYTES = 64 * 1024;

/** The first column of CSV or TXT in UTF-8, its cells set apart by comma, semicolon or tab. */
export async function* readText(bytes: Buffer): AsyncGenerator<ListedId> {
  refuseOthers(bytes);
  let line = 1;
  const parser = parse({
    bom: true,
    delimiter: delimiterOf(bytes),
    record_delimiter: ["\r\n", "\n", "\r"],
    relax_column_count: true,
    on_record: ([first = ""]: string[], { lines }) => {
      const cell = [`${line}`, first];
      line = lines + 1;
      return cell;
    },
  });
  try {
    const cells = Readable.from(piecesOf(bytes)).pipe(parser) as AsyncIterable<[string, string]>;
    for await (const [at, value] of cells) yield { line: Number(at), value, isNumber: false };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new Refusal(
      `A quote is in the wrong place on line ${line}, or is not closed: a cell with quotes is quoted as a whole, its quotes doubled.`,
    );
  }
}

/** So that other requests are answered between two of them. */
function* piecesOf(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) yield bytes.subarray(at, at + PIECE_BYTES);
}

function refuseOthers(bytes: Buffer): void {
  const start = bytes.subarray(0, 4).toString("hex");
  if (start === "d0cf11e0") {
    throw new Refusal("This is a workbook of an old Excel. Save it as XLSX or as CSV UTF-8.");
  }
  if (start.startsWith("fffe") || start.startsWith("feff")) {
    throw new Refusal("The file is UTF-16 text. Save it as CSV UTF-8 or as XLSX.");
  }
  if (bytes.includes(0)) throw new Refusal("The file is neither text nor an XLSX workbook.");
  if (!isUtf8(bytes)) {
    throw new Refusal("The file is not UTF-8 text. Save it as CSV UTF-8 or as XLSX.");
  }
}

/** Spreadsheets of some countries set cells apart by semicolons. What stands first behind the header tells. */
function delimiterOf(bytes: Buffer): string {
  const header =
    bytes
      .subarray(0, 200)
      .toString("utf8")
      .split(/[\r\n]/, 1)[0] ?? "";
  return /[,;\t]/.exec(header)?.[0] ?? ",";
}
