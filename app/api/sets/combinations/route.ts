import { z } from "zod";
import { combineSets } from "#db/queries/set-members.ts";
import { handler } from "#lib/server/handler.ts";
import { setUserOf } from "../../users/schema.ts";
import { combinationBody, privacyOf } from "../schema.ts";

export const POST = handler(
  {
    permission: "users.write",
    summary: "Combine two sets into a new one",
    details:
      "and: users in both; or: users in either; not: users in the first who are not in the second. The new set is itemized, of the members that the two have now.",
    body: combinationBody,
    answer: z.object({ id: z.int(), members: z.int() }),
    status: 201,
    example: {
      body: { name: "Leavers without blocks", first: 7, combination: "not", second: 8 },
    },
  },
  async ({ caller, body, save, answerHeaders }) => {
    const plan = { ...body, private: privacyOf(caller, body.private) };
    const made = await save((tx) => combineSets(tx, setUserOf(caller), plan));
    answerHeaders.set("Location", `/api/sets/${made.id}`);
    return made;
  },
);
