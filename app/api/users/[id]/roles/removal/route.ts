import { z } from "zod";
import { removeRole } from "#db/queries/user-ties.ts";
import { handler } from "#lib/server/handler.ts";
import { storedCode } from "#lib/user-changes.ts";
import { exampleUser, tied, userParams } from "../../schema.ts";

export const POST = handler(
  {
    permission: "users.write",
    summary: "Remove a role from a user",
    details: "Posted, so that no address says who has which role.",
    params: userParams,
    body: z.strictObject({ code: storedCode }),
    answer: tied,
    example: { params: exampleUser, body: { code: "PATRON" } },
  },
  async ({ caller, params: { id }, body, save }) => {
    await save((tx) => removeRole(tx, caller.actor, { userId: id, ...body }));
    return { id };
  },
);
