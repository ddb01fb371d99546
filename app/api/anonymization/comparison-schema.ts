import { z } from "zod";
import { families, type Family } from "#lib/families.ts";
import { ruleList, ruleListFor } from "./schema.ts";

/** Of each statement. */
export const COMPARE_TIMEOUT_MS = 120_000;

export const draftList = ruleList.omit({ version: true });
export const draftListFor = (family: Family) => ruleListFor(family).omit({ version: true });

const side = z.object({
  goes: z.number(),
  stays: z.number().describe("Held back, those without an end date among them."),
  legalHold: z.number(),
  noEndDate: z.number(),
  byRule: z
    .array(
      z.object({
        place: z.number().nullable().describe("From 1 on, in the whole list; null: default rule."),
        name: z.string(),
        anonymize: z.boolean(),
        records: z.number().describe("Finished records that it decides about."),
        idle: z
          .object({
            matches: z.number(),
            takenBy: z.array(z.number()).describe("Places of the rules that decide about them."),
          })
          .nullable()
          .describe(
            "Of an enabled rule that decides nothing: what it matches, and who takes that.",
          ),
      }),
    )
    .describe("Enabled rules in order, the default rule last."),
});

const kept = z.array(
  z.object({
    keptBy: z.number().nullable().describe("Place of the rule; null: the default rule."),
    records: z.number(),
  }),
);
const both = { saved: z.number(), draft: z.number() };

export const comparison = z.object({
  family: z.enum(families),
  cutOff: z.string().describe("The day that days are counted to, YYYY-MM-DD."),
  takes: z
    .object({ records: z.boolean(), notes: z.boolean() })
    .describe("What the job is told to take of this family."),
  saved: side,
  draft: side,
  starts: kept.describe("Would go under the draft alone, by the saved rule that keeps them."),
  stops: kept.describe(
    "Would go under the saved rules alone, by the drafted rule that keeps them.",
  ),
  byLibrary: z.array(z.object({ library: z.string(), ...both })).describe("Would go."),
  byUserGroup: z.array(z.object({ userGroup: z.string(), ...both })).describe("Would go."),
  seconds: z.number().describe("How long the comparison took."),
});
