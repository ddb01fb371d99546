import { z } from "zod";
import { userQuerySchema, type UserQuery } from "#lib/user-query.ts";
import { searchPlaces, searchText, userOrders } from "#lib/user-search.ts";
import { placeOf } from "./query-draft-form.ts";
import { rowNumber } from "#lib/row-number.ts";

/** A list's state as the address holds it: ids and an order, never what was searched for. */
export const userListSearch = z.object({
  search: z.uuid().optional().catch(undefined),
  set: rowNumber().optional().catch(undefined),
  order: z.enum(userOrders).catch("name"),
  descending: z.literal("yes").optional().catch(undefined),
  after: z.coerce.number().int().positive().optional().catch(undefined),
  /** The page comes in whatever time it takes: for who has no JavaScript, and so cannot wait beside a button. */
  wait: z.literal("yes").optional().catch(undefined),
});
export type UserListSearch = z.output<typeof userListSearch>;

export const usersPerPage = 50;

export const searchForm = z.object({ in: z.enum(searchPlaces), words: searchText });

const sentQuery = { query: z.string() };

/** JSON of a query in a form; each fault is told at its condition. */
export const advancedForm = z.object(sentQuery).superRefine(checkQuery);

export const queryOf = ({ query }: { query: string }): UserQuery =>
  userQuerySchema.parse(JSON.parse(query));

export function checkQuery({ query }: { query: string }, context: z.RefinementCtx): void {
  for (const { path, message } of userQuerySchema.safeParse(jsonOf(query)).error?.issues ?? []) {
    context.addIssue({ code: "custom", path: [placeOf(path)], message });
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

export const userIds = z
  .array(z.coerce.number().int().positive())
  .min(1, "Select at least one user in the list.")
  .max(usersPerPage);

export const addSelectedForm = z.object({
  set: z.coerce.number().int().positive(),
  users: userIds,
});
