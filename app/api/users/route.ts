import { z } from "zod";
import { database } from "#db/client.ts";
import { patientPage } from "#db/queries/user-pages.ts";
import { usersPerPage } from "#app/(console)/users/schema.ts";
import { handler } from "#lib/server/handler.ts";
import { ordering, setUserOf, source, userPage } from "./schema.ts";

export const GET = handler(
  {
    permission: "users.read",
    summary: "List users, or the members of a set",
    details:
      "A page of 50; after is the next of the page before. What a person searched for on Manage Users is a search of that person's, kept for a day. Ends when whoever asked has left.",
    query: z.object({ ...source, ...ordering, descending: z.literal("yes").optional() }),
    alsoRefuses: [404, 409],
    answer: userPage.extend({
      isCapped: z
        .literal(true)
        .optional()
        .describe("More users fit the words of the search; these are of the first of them."),
    }),
    example: { query: { order: "name" } },
  },
  ({ caller, query, signal }) => {
    const { search, set, order, descending, after } = query;
    const page = { order, descending: descending === "yes", after, limit: usersPerPage };
    return patientPage(database(), setUserOf(caller), { search, set }, page, signal);
  },
);
