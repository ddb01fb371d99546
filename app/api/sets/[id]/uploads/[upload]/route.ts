import { database } from "#db/client.ts";
import { readUpload, unfoundCells, unfoundColumns, unfoundIds } from "#db/queries/set-uploads.ts";
import { goneSet, readSet } from "#db/queries/sets.ts";
import { csvResponse } from "#lib/csv.ts";
import { NotFound } from "#lib/refusal.ts";
import { handler } from "#lib/server/handler.ts";
import { setUserOf } from "../../../../users/schema.ts";
import { exampleSet, exampleUpload, uploadParams } from "../../../schema.ts";

export const GET = handler(
  {
    permission: "users.write",
    summary: "Download the IDs of an upload that were not found",
    details: "They are kept for a week.",
    params: uploadParams,
    csv: "In the order of the file, in the columns line, primary_id and reason.",
    example: { params: { id: exampleSet, upload: exampleUpload } },
  },
  async ({ caller, params: { id, upload } }) => {
    const lines = await database().transaction("lethe_web", async (tx) => {
      const set = await readSet(tx, setUserOf(caller), id);
      if (!set?.mayChange) throw new NotFound(goneSet);
      const found = await readUpload(tx, id, upload);
      if (!found) throw new NotFound("There is no such upload: it is kept for a week.");
      return unfoundIds(tx, upload);
    });
    return csvResponse("not-found.csv", unfoundColumns, lines.map(unfoundCells));
  },
);
