import { z } from "zod";
import { families } from "#lib/families.ts";

/** The family in an address. */
export const familyParameter = z.enum(families);

const versioned = { family: familyParameter, version: z.coerce.number().int() };

const ruleVerbs = ["up", "down", "enable", "disable", "duplicate", "delete"] as const;
export type RuleVerb = (typeof ruleVerbs)[number];

/** What a row's buttons send. */
export const rowForm = z.object({
  ...versioned,
  rule: z.coerce.number().int(),
  verb: z.enum(ruleVerbs),
});

export const defaultRuleForm = z.object({
  ...versioned,
  anonymize: z.enum(["true", "false"], "Choose True or False."),
});
