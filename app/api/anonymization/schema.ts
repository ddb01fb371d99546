import { z } from "zod";
import { calendarDay } from "#lib/calendar-day.ts";
import { limits, ruleSchema, ruleSchemaFor } from "#lib/rules.ts";
import type { Family } from "#lib/families.ts";
import { limitOfOne, settingsHash, version } from "../schema.ts";

const boxes = {
  version,
  records: z.boolean().describe("Cut the link between record and patron."),
  notes: z.boolean().describe("Remove the notes."),
};
const read = z.object(boxes);
const sent = z.strictObject(boxes).optional();

export const everyFamily = z.object({
  loans: read,
  fees: read,
  requests: read,
  borrowingRequests: read,
});

/** A family that is left out stays as it is. */
export const someFamilies = z.strictObject({
  loans: sent,
  fees: sent,
  requests: sent,
  borrowingRequests: sent,
});

const list = {
  version,
  default: z.boolean().describe("Whether what no rule matches is anonymized."),
};
const mostRules = `A family takes at most ${limits.rules} rules.`;
const inOrder = "In order: the first enabled rule that matches decides.";

export const ruleList = z.strictObject({
  ...list,
  rules: z.array(ruleSchema).max(limits.rules, mostRules).describe(inOrder),
});

/** With the parameters of one family alone. */
export const ruleListFor = (family: Family) =>
  ruleList.extend({ rules: z.array(ruleSchemaFor(family)).max(limits.rules, mostRules) });

export const savedRuleList = ruleList.extend({
  warnings: z.array(z.string()).describe("Usual slips, a sentence each. They hold up nothing."),
});

const counted = { records: z.number(), heldBack: z.number() };

const familyPreview = z.object({
  included: z.boolean().describe("Whether the job is told to take anything of this family."),
  records: z.number().describe("Links that would be cut."),
  notes: z.number().describe("Notes that would be removed."),
  orphanedNotes: z.number().describe("Of the notes: those whose record has no link any more."),
  active: z.number().describe("Records in use, which no rule is asked about."),
  byRule: z.array(z.object({ rule: z.string(), records: z.number() })),
  heldBack: z.array(z.object({ reason: z.string(), records: z.number() })),
  byLibrary: z.array(z.object({ library: z.string(), ...counted })),
  byUserGroup: z.array(z.object({ userGroup: z.string(), ...counted })),
  oldest: z.string().nullable().describe("Day of ending of what would go, YYYY-MM-DD."),
  newest: z.string().nullable(),
  suggestive: z.object({
    smallProfiles: z
      .number()
      .describe("Records whose user group and categories fewer than 5 persons share."),
    sameItemAndDay: z
      .number()
      .describe("Loans whose item and day also began or ended a fee or request that stays linked."),
    itemOnOpenFee: z.number().describe("Loans whose item hangs on an open fee."),
  }),
});

export const preview = z.object({
  confirm: z.number().describe("The number to start a run with."),
  settingsHash,
  cutOff: z.string().describe("The day that days are counted to, YYYY-MM-DD."),
  lettersKept: z
    .number()
    .describe("Letters stored now, which name their patron until their own period is over."),
  limitOfOne,
  families: z.object({
    loans: familyPreview,
    fees: familyPreview,
    requests: familyPreview,
    borrowingRequests: familyPreview,
  }),
});

export const previewQuery = z.strictObject({
  asOf: calendarDay().describe("Count days to this day in place of today.").optional(),
});
