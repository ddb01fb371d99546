import { z } from "zod";
import { holdFields, holdStates } from "#lib/hold-fields.ts";
import { rowNumber } from "#lib/row-number.ts";

const number = rowNumber();

export const holdParameter = number;
export const holdListSearch = z.object({
  state: z.enum(holdStates).catch("open"),
  before: number.optional().catch(undefined),
});
export const holdsPerPage = 50;

/** Whom a page was asked to hold: an internal ID, or a set. */
export const whomSearch = z.object({
  user: z.coerce.number().int().positive().optional().catch(undefined),
  set: number.optional().catch(undefined),
});

const empty = z.literal("").transform(() => undefined);

export const placeForm = z
  .object({
    person: z.string().trim().max(255, "An identifier has at most 255 characters.").default(""),
    set: z.union([empty, number]).optional(),
    ...holdFields,
  })
  .refine(({ person, set }) => (person === "") !== (set === undefined), {
    path: ["person"],
    error: "Enter a person, or choose a set; one of the two.",
  });
export const changeForm = z.object({ id: number, version: z.coerce.number(), ...holdFields });
export const releaseForm = z.object({ id: number });
