import { z } from "zod";
import { addCategory } from "#db/queries/user-ties.ts";
import { handler } from "#lib/server/handler.ts";
import { storedCode } from "#lib/user-changes.ts";
import { exampleUser, tied, userParams } from "../schema.ts";

export const POST = handler(
  {
    permission: "users.write",
    summary: "Give a user a statistical category",
    params: userParams,
    body: z.strictObject({ category: storedCode.describe("As TYPE:CATEGORY.") }),
    answer: tied,
    example: { params: exampleUser, body: { category: "FACULTY:ARTS" } },
  },
  async ({ caller, params: { id }, body, save }) => {
    await save((tx) => addCategory(tx, caller.actor, { userId: id, ...body }));
    return { id };
  },
);
