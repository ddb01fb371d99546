import { z } from "zod";
import type { PurgeOptions } from "#lib/purge-fields.ts";
import type { Rule } from "#lib/rules.ts";

/** The buttons send nothing: what they set is told beside them. */
export const startForm = z.object({});

const recommendedDays = { afterEnd: 30, letters: 180 };

/** For a family whose rules let nothing go. */
export const recommendedRule: Rule = {
  name: `Ended more than ${recommendedDays.afterEnd} days ago`,
  description: "From the Set-up Guide.",
  enabled: true,
  when: [{ parameter: "daysSinceEnded", operator: ">", value: recommendedDays.afterEnd }],
  anonymize: true,
};
export const recommendedPeriodDays = recommendedDays.letters;
export const recommendedPurge: PurgeOptions = {
  recordType: "public",
  daysAfterPurgeDate: 0,
  waiveThreshold: 1,
  skipActiveRequests: false,
  skipUnexpired: false,
};

/** What each button sets. */
export const recommended = {
  anonymization: `Ticks all records and notes, adds the rule “${recommendedRule.name}” to each family whose rules let nothing go, and sets the job to Active.`,
  letters: `Gives every letter type without a period ${recommendedPeriodDays} days, and sets Letters Purge with Retention to Active.`,
  purge:
    "Describes a purge of public users whose purge date has come, with a waive threshold of 1. The Delete User Policy stays as it is.",
} as const;
