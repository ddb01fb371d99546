import { z } from "zod";
import { userQuerySchema, type UserQuery } from "./user-query.ts";

export const searchPlaces = ["all", "name", "primaryId", "identifier", "email"] as const;
export type SearchPlace = (typeof searchPlaces)[number];

export const searchPlaceNames: Record<SearchPlace, string> = {
  all: "All",
  name: "Name",
  primaryId: "Primary ID",
  identifier: "Identifier",
  email: "E-mail",
};

/** What a list of users can be ordered by. */
export const userOrders = ["name", "primaryId", "expiryDate", "purgeDate"] as const;
export type UserOrder = (typeof userOrders)[number];

const LONGEST = 200;

export const searchText = z
  .string("Enter what to search for.")
  .trim()
  .min(1, "Enter what to search for.")
  .max(LONGEST, `Search for at most ${LONGEST} characters.`)
  .refine((text) => !text.includes("\0"), "The search holds a character that no text has.");

/** What staff ask for on Manage Users: words in a place, a query, or both. */
export interface UserSearch {
  text?: { in: SearchPlace; words: string };
  query?: UserQuery;
}

export const userSearchSchema: z.ZodType<UserSearch> = z
  .strictObject({
    text: z
      .strictObject({ in: z.enum(searchPlaces, "There is no such field."), words: searchText })
      .optional(),
    query: userQuerySchema.optional(),
  })
  .refine(({ text, query }) => text !== undefined || query !== undefined, {
    error: "Enter what to search for, or add a condition.",
    abort: true,
  });
