import { z } from "zod";
import type { SetUser } from "#db/queries/sets.ts";
import type { Caller } from "#lib/server/caller.ts";
import { recordTypes, userStatuses } from "#lib/user-fields.ts";
import { userOrders } from "#lib/user-search.ts";
import { rowNumber } from "#lib/row-number.ts";

const day = z.string().nullable().describe("YYYY-MM-DD");

export const userPage = z.object({
  users: z.array(
    z.object({
      id: z.int().describe("The internal ID, never used again."),
      primaryId: z.string().nullable().describe("Null where a purge has removed it."),
      firstName: z.string().nullable(),
      middleName: z.string().nullable(),
      lastName: z.string().nullable(),
      status: z.enum(userStatuses),
      recordType: z.enum(recordTypes),
      userGroup: z.string().nullable().describe("Its name."),
      expiryDate: day,
      purgeDate: day,
    }),
  ),
  next: z.int().nullable().describe("The after of the next page; null on the last."),
});

export const ordering = {
  order: z.enum(userOrders, `Users are ordered by ${userOrders.join(", ")}.`).default("name"),
  after: z.coerce
    .number("after is the id of a user.")
    .int("after is the id of a user.")
    .positive("after is the id of a user.")
    .optional(),
};

/** A search that a screen keeps, or a set; neither is everyone. */
export const source = {
  search: z.uuid("There is no such search.").optional(),
  set: rowNumber("set is the number of a set.", "There is no such set.").optional(),
};

export const setUserOf = ({ staffId }: Caller): SetUser =>
  staffId === null ? "key" : { id: staffId };
