import { database } from "#db/client.ts";
import { listLetters, userExists } from "#db/queries/letters.ts";
import { NotFound } from "#lib/refusal.ts";
import { handler } from "#lib/server/handler.ts";
import { userParams } from "../schema.ts";
import { letterPage, lettersQuery } from "./schema.ts";

export const GET = handler(
  {
    permission: "users.read",
    summary: "List letters to a user, newest first",
    details: "The user is named by the internal ID.",
    params: userParams,
    query: lettersQuery,
    answer: letterPage,
    example: { params: { id: 1 } },
  },
  ({ params: { id }, query: { before } }) =>
    database().transaction("lethe_web", async (tx) => {
      if (!(await userExists(tx, id))) throw new NotFound(`There is no user ${id}.`);
      return listLetters(tx, id, before);
    }),
);
