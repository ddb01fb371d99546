import { z } from "zod";
import { removeMembers } from "#db/queries/set-members.ts";
import { handler } from "#lib/server/handler.ts";
import { setUserOf } from "../../../../users/schema.ts";
import { exampleSet, setParams, users } from "../../../schema.ts";

export const POST = handler(
  {
    permission: "users.write",
    summary: "Remove members from an itemized set",
    details: "The users themselves stay as they are.",
    params: setParams,
    body: z.strictObject({ users: users.describe("Internal IDs.") }),
    answer: z.object({ removed: z.int() }),
    example: { params: { id: exampleSet }, body: { users: [1, 2] } },
  },
  ({ caller, params: { id }, body, save }) =>
    save((tx) => removeMembers(tx, setUserOf(caller), { id, ...body })),
);
