import { database } from "#db/client.ts";
import { readUpload, unfoundIds, type UnfoundId } from "#db/queries/set-uploads.ts";
import { goneSet, mayChange, readSet } from "#db/queries/sets.ts";
import { setParameter, uploadParameter } from "#app/(console)/sets/schema.ts";
import { csvResponse } from "#lib/csv.ts";
import { Refusal } from "#lib/refusal.ts";
import { handler } from "#lib/server/handler.ts";

const reasons: Record<UnfoundId["reason"], string> = {
  unknown: "No user has this primary ID.",
  purged: "The user was purged.",
  zerosLost: "A number in the workbook: an ID with leading zeros may be meant.",
};

/** The IDs of an upload that are no user's, as CSV. */
export const GET = handler<{ id: string; upload: string }>(
  "users.write",
  async (_request, staff, params) => {
    const id = setParameter.parse(params.id);
    const uploadId = uploadParameter.parse(params.upload);
    const lines = await database().transaction("lethe_web", async (tx) => {
      const set = await readSet(tx, staff, id);
      if (!set || !mayChange(staff, set)) throw new Refusal(goneSet);
      const upload = await readUpload(tx, id, uploadId);
      if (!upload) throw new Refusal("This list is gone: what was not found is kept for a week.");
      return unfoundIds(tx, upload.id);
    });
    const rows = lines.map(({ line, value, reason }) => [line, value, reasons[reason]]);
    return csvResponse("not-found.csv", ["line", "primary_id", "reason"], rows);
  },
);
