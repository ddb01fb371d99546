import { z } from "zod";
import { families } from "#lib/families.ts";
import { ruleSchema } from "#lib/rules.ts";
import { familyParams } from "../schema.ts";

export const recordParams = familyParams.extend({
  id: z.coerce.number("A record ID is a whole number.").int("A record ID is a whole number."),
});

const { name, enabled, anonymize, when } = ruleSchema.shape;

const verdict = z.object({
  place: z.number().describe("From 1 on, in the whole list."),
  name,
  enabled,
  anonymize,
  when,
  matches: z
    .boolean()
    .nullable()
    .describe("null where it is not asked: not enabled, or the record is withheld."),
  decides: z.boolean().describe("The first enabled rule that matches."),
  failed: z.array(z.number()).describe("Places in `when` of what does not match, from 0 on."),
});

const link = z.object({
  withheld: z
    .enum(["active", "legalHold", "noEndDate"])
    .nullable()
    .describe("What keeps the record whatever the rules say."),
  goesToday: z.boolean().nullable().describe("null while withheld."),
  goesOn: z
    .string()
    .nullable()
    .describe(
      "The first day, YYYY-MM-DD, on which the rules let it go if nothing changes but the calendar. null: never.",
    ),
  goesBy: z.number().nullable().describe("Place of the rule that does; null: the default rule."),
  rank: z
    .number()
    .nullable()
    .describe(
      "Among the patron's linked records that have ended, the latest is 1; null while it has not ended, and where the patron is deleted.",
    ),
});

export const explanation = z.object({
  family: z.enum(families),
  id: z.number(),
  today: z.string().describe("The day that days are counted to, YYYY-MM-DD."),
  takes: z
    .object({ records: z.boolean(), notes: z.boolean() })
    .describe("What the job is told to take of this family."),
  rules: z.array(verdict),
  byDefault: z.object({ anonymize: z.boolean(), decides: z.boolean() }),
  link: link.nullable().describe("null once anonymized."),
  hasNote: z.boolean(),
});
