import { z } from "zod";
import { listedIds } from "#app/(console)/sets/schema.ts";
import { addMembers } from "#db/queries/set-members.ts";
import { uploadIds } from "#db/queries/set-uploads.ts";
import { handler } from "#lib/server/handler.ts";
import { setUserOf } from "../../../users/schema.ts";
import { exampleSet, ids, setParams, upload, users } from "../../schema.ts";

const body = z
  .strictObject({
    users: users.optional().describe("Internal IDs; who was purged is passed over."),
    ids: ids.optional().describe("Primary IDs."),
  })
  .refine((sent) => (sent.users === undefined) !== (sent.ids === undefined), {
    error: "Members are named by internal IDs or by primary IDs: give one of the two.",
  });

export const POST = handler(
  {
    permission: "users.write",
    summary: "Add members to an itemized set",
    details: "Who is a member already stays one. A longer list is sent as a file, to uploads.",
    params: setParams,
    body,
    answer: z.object({
      added: z.int(),
      upload: upload.nullable().describe("What became of primary IDs."),
    }),
    example: { params: { id: exampleSet }, body: { ids: ["p1", "p2"] } },
  },
  async ({ caller, params: { id }, body: sent, save }) => {
    const user = setUserOf(caller);
    if (sent.ids) {
      const list = listedIds(sent.ids);
      const { upload: made } = await save((tx) => uploadIds(tx, user, { id, sent: list }));
      return { added: made.added, upload: made };
    }
    const named = sent.users ?? [];
    const { added } = await save((tx) => addMembers(tx, user, { id, users: named }));
    return { added, upload: null };
  },
);
