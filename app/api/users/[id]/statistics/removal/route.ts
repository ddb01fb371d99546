import { z } from "zod";
import { removeCategory } from "#db/queries/user-ties.ts";
import { handler } from "#lib/server/handler.ts";
import { storedCode } from "#lib/user-changes.ts";
import { exampleUser, tied, userParams } from "../../schema.ts";

export const POST = handler(
  {
    permission: "users.write",
    summary: "Remove a statistical category from a user",
    details: "Posted, so that no address says who has which category.",
    params: userParams,
    body: z.strictObject({ category: storedCode.describe("As TYPE:CATEGORY.") }),
    answer: tied,
    example: { params: exampleUser, body: { category: "FACULTY:ARTS" } },
  },
  async ({ caller, params: { id }, body, save }) => {
    await save((tx) => removeCategory(tx, caller.actor, { userId: id, ...body }));
    return { id };
  },
);
