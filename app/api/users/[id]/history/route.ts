import { z } from "zod";
import { entriesPerPage } from "#app/(console)/users/[id]/schema.ts";
import { database } from "#db/client.ts";
import { userExists } from "#db/queries/letters.ts";
import { pageOfHistory } from "#db/queries/user-history.ts";
import { NotFound } from "#lib/refusal.ts";
import { handler } from "#lib/server/handler.ts";
import { exampleUser, userParams } from "../schema.ts";

export const GET = handler(
  {
    permission: "users.read",
    summary: "List who changed what of a user, newest first",
    details: "Fields by their names: what stood there before is kept nowhere.",
    params: userParams,
    query: z.strictObject({
      before: z.coerce
        .number("before is the next of a page.")
        .int("before is the next of a page.")
        .positive("before is the next of a page.")
        .optional(),
    }),
    answer: z.object({
      entries: z.array(
        z.object({
          id: z.int(),
          at: z.string().describe("YYYY-MM-DD HH:MM in the institution's zone."),
          actor: z.string().describe("A person's name, a key or a run."),
          action: z.string(),
          fields: z.array(z.string()),
        }),
      ),
      next: z.int().nullable().describe("The before of the next page; null on the last."),
    }),
    example: { params: exampleUser },
  },
  ({ params: { id }, query: { before } }) =>
    database().transaction("lethe_web", async (tx) => {
      if (!(await userExists(tx, id))) throw new NotFound(`There is no user ${id}.`);
      return pageOfHistory(tx, id, { before, limit: entriesPerPage });
    }),
);
