import { z } from "zod";
import { database } from "#db/client.ts";
import { patientSearch } from "#db/queries/user-pages.ts";
import { usersPerPage } from "#app/(console)/users/schema.ts";
import { handler } from "#lib/server/handler.ts";
import { searchPlaces, searchText } from "#lib/user-search.ts";
import { userQuerySchema } from "#lib/user-query.ts";
import { ordering, userPage } from "../schema.ts";

export const POST = handler(
  {
    permission: "users.read",
    summary: "Search users by words or by a query",
    details:
      "A query is a group: match is all or any, conditions are conditions and groups. A condition has a field, an operator and mostly a value, as Advanced search names them. A page of 50; posted, so that no name stands in an address.",
    body: z.strictObject({
      text: z
        .strictObject({ in: z.enum(searchPlaces, "There is no such field."), words: searchText })
        .optional(),
      query: userQuerySchema.optional(),
      ...ordering,
      descending: z.boolean().default(false),
    }),
    answer: userPage,
    example: {
      body: {
        query: {
          version: 1,
          match: "all",
          conditions: [
            { field: "status", operator: "in", value: ["active"] },
            { field: "expiryDate", operator: "moreThanDaysAgo", value: 365 },
          ],
        },
      },
    },
  },
  ({ body: { text, query, ...page }, signal }) =>
    patientSearch(database(), { text, query }, { ...page, limit: usersPerPage }, signal),
);
