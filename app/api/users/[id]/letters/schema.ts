import { z } from "zod";
import { letterParameters } from "#app/(console)/users/[id]/attachments/schema.ts";
import { letterStates } from "#lib/letter-states.ts";
import { letterChannels } from "#lib/retention.ts";

export const letterParams = z.strictObject(letterParameters.shape);

export const lettersQuery = z.strictObject({
  before: z.coerce
    .number("before is the next of a page.")
    .int()
    .positive()
    .optional()
    .describe("The next of a page; the list goes on after it."),
});

const letterRow = z.object({
  id: z.int(),
  type: z.string().describe("The name of its letter type."),
  subject: z.string().nullable(),
  channel: z.enum(Object.keys(letterChannels) as (keyof typeof letterChannels)[]),
  createdAt: z.string().describe("ISO 8601, in UTC."),
  sent: z.boolean(),
  state: z.enum(Object.keys(letterStates) as (keyof typeof letterStates)[]).describe(
    Object.entries(letterStates)
      .map(([state, words]) => `${state}: ${words}`)
      .join(". "),
  ),
});

export const letterPage = z.object({
  letters: z.array(letterRow),
  next: z.int().nullable().describe("The before of the next page; null on the last."),
});

export const wholeLetter = letterRow.extend({
  addresses: z.string().nullable(),
  body: z.string().nullable(),
});
