import { database } from "#db/client.ts";
import { readImport, rejectCells, rejectColumns } from "#db/queries/imports.ts";
import { csvResponse } from "#lib/csv.ts";
import { NotFound } from "#lib/refusal.ts";
import { handler } from "#lib/server/handler.ts";
import { importParams } from "#app/(console)/import/schema.ts";
import { exampleId } from "../../schema.ts";

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
    const rows = rejectCells((work) => database().transaction("lethe_web", work), id);
    return csvResponse("rejected-lines.csv", rejectColumns, rows);
  },
);
