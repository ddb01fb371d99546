import { pipeline, Readable } from "node:stream";
import { stringify, type Options } from "csv-stringify";
import { stringify as stringifyAll } from "csv-stringify/sync";

export type CsvCell = string | number | null;

/** RFC 4180; what a spreadsheet would take for a formula gets an apostrophe in front. Null is empty. */
const options = (columns: readonly string[], header = true): Options => ({
  header,
  columns: [...columns],
  record_delimiter: "\r\n",
  escape_formulas: true,
  quoted_match: /[\r\n]/,
});

export const csvText = (columns: readonly string[], rows: Iterable<readonly CsvCell[]>): string =>
  stringifyAll(
    [...rows].map((row) => [...row]),
    options(columns),
  );

/** Turns rows into the lines of a file as they come; without a header, into more lines of one. */
export const csvLines = (columns: readonly string[], { header = true } = {}) =>
  stringify(options(columns, header));

/**
 * A download that is written while it is read. What fails before its first row is thrown, so that the
 * answer can still say so; what fails later breaks the download off.
 */
export async function csvResponse(
  fileName: string,
  columns: readonly string[],
  rows: Iterable<readonly CsvCell[]> | AsyncIterable<readonly CsvCell[]>,
): Promise<Response> {
  // What fails is told by the text, as whoever reads it learns.
  const text = pipeline(Readable.from(rows), csvLines(columns), () => {});
  const pieces: AsyncIterator<Uint8Array> = text[Symbol.asyncIterator]();
  let piece = await pieces.next();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (piece.done) return controller.close();
      controller.enqueue(piece.value);
      piece = await pieces.next();
    },
    async cancel() {
      await pieces.return?.();
    },
  });
  return new Response(body, {
    headers: {
      "Content-Type": "text/csv; charset=utf-8; header=present",
      "Content-Disposition": `attachment; filename="${fileName}"`,
    },
  });
}
