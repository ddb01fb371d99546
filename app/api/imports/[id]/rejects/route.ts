import { database } from "#db/client.ts";
import { readRejects, readImport } from "#db/queries/imports.ts";
import { csvResponse, type CsvCell } from "#lib/csv.ts";
import { NotFound } from "#lib/refusal.ts";
import { handler } from "#lib/server/handler.ts";
import { importParams } from "#app/(console)/import/schema.ts";
import { exampleId } from "../../schema.ts";

const rowsAtOnce = 1_000;

export const GET = handler(
  {
    permission: "imports.write",
    summary: "Download the rejected lines",
    details: "They are kept for a week. Of a dry run the first 10,000 of each file are.",
    params: importParams,
    csv: "In the order of the files, in the columns file, line, record (where several share a line), column and reason.",
    example: { params: { id: exampleId } },
  },
  async ({ params: { id } }) => {
    if (!(await database().transaction("lethe_web", (tx) => readImport(tx, id))))
      throw new NotFound("There is no such import.");
    return csvResponse(
      "rejected-lines.csv",
      ["file", "line", "record", "column", "reason"],
      lines(id),
    );
  },
);

/** Read as fast as they are sent: never all of them in memory. */
async function* lines(id: string): AsyncGenerator<CsvCell[]> {
  for (let after = 0; ;) {
    const from = after;
    const rows = await database().transaction("lethe_web", (tx) =>
      readRejects(tx, id, from, rowsAtOnce),
    );
    for (const { file, line, record, column, reason } of rows)
      yield [file, line, record, column, reason];
    if (rows.length < rowsAtOnce) return;
    after = rows.at(-1)?.place ?? after;
  }
}
