import { z } from "zod";
import type { HoldWriter } from "#db/queries/hold-changes.ts";
import type { Caller } from "#lib/server/caller.ts";
import { holdFields } from "#lib/hold-fields.ts";
import { day, version } from "../schema.ts";
import { setUserOf } from "../users/schema.ts";
import { LARGEST_NUMBER, rowNumber } from "#lib/row-number.ts";

export const holdParams = z.strictObject({ id: rowNumber("A hold is named by its number.") });
export const before = rowNumber("before is the number of a hold.").optional();

export const hold = z.object({
  id: z.int(),
  version: z.int(),
  reason: z.string(),
  owner: z.string().describe("Who answers for it."),
  reviewOn: day,
  isDue: z.boolean().describe("Not released, and its review date has come. It holds all the same."),
  user: z
    .object({ id: z.int(), name: z.string(), primaryId: z.string().nullable() })
    .nullable()
    .describe("Null for a set, and once the person is gone."),
  set: z
    .object({ id: z.int(), name: z.string().nullable().describe("Null of a private set.") })
    .nullable()
    .describe("Null for a person, and once the set is gone."),
  members: z.number().describe("Whom it holds; nobody once it is released."),
  placedOn: day,
  placedBy: z.string().nullable().describe("Null for a key."),
  releasedOn: day.nullable(),
  releasedBy: z.string().nullable(),
});

export const holdPage = z.object({
  holds: z.array(hold),
  next: z.int().nullable().describe("The before of the next page; null on the last."),
});

export const placeBody = z
  .strictObject({
    person: z
      .string()
      .trim()
      .min(1)
      .max(255)
      .optional()
      .describe("Primary ID, another identifier, or the internal ID as in ID 4711."),
    set: z.int().positive().max(LARGEST_NUMBER).optional().describe("The number of a set."),
    ...holdFields,
  })
  .refine(({ person, set }) => (person === undefined) !== (set === undefined), {
    error: "A hold is on a person or on a set: give one of the two.",
  });

export const changeBody = z.strictObject({ version, ...holdFields });

export const writerOf = (caller: Caller): HoldWriter => ({
  actor: caller.actor,
  user: setUserOf(caller),
  staffId: caller.staffId,
});

export const exampleTexts = {
  reason: "Claim 2026-17",
  owner: "Legal Department",
  reviewOn: "2027-06-30",
};
