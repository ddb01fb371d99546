import { z } from "zod";
import { letterChannels, retentionLimits } from "#lib/retention.ts";
import { previewQuery } from "../anonymization/schema.ts";
import { settingsHash, version } from "../schema.ts";
import { mostSelected } from "#app/(console)/letters/schema.ts";

const month = z.string().describe("YYYY-MM");
const letters = z.number();

const retentionDays = z
  .int("retentionDays is whole days, or null.")
  .min(retentionLimits.shortest, "A retention period is at least 1 day; null keeps letters.")
  .max(retentionLimits.longest, "A retention period is at most 36,500 days.")
  .nullable()
  .describe("Null keeps letters until the user is purged.");

export const letterType = z.object({
  code: z.string(),
  name: z.string(),
  description: z.string(),
  channel: z.enum(Object.keys(letterChannels) as (keyof typeof letterChannels)[]),
  patronFacing: z.boolean(),
  enabled: z.boolean(),
  retentionDays,
  version: z.int(),
  needsAttention: z.boolean().describe("An import met its code, and nobody has looked at it yet."),
  updatedBy: z.string().nullable(),
  updatedOn: z.string().nullable().describe("YYYY-MM-DD"),
  stored: letters.describe("Letters stored."),
  past: letters.describe(
    "Letters past their period, those that are held or not sent yet among them. The preview tells what a run now would remove.",
  ),
});

export const letterTypeList = z.object({ letterTypes: z.array(letterType) });

export const letterTypeParams = z.strictObject({ code: z.string().min(1) });

export const letterTypeBody = z.strictObject({
  version,
  enabled: z.boolean().optional().describe("Left out, it stays as it is."),
  retentionDays: retentionDays.optional(),
});

export const periodsBody = z.strictObject({
  letterTypes: z
    .array(
      z.strictObject({
        code: z
          .string()
          .min(1)
          .max(200)
          .refine((code) => !code.includes("\0"), "A code holds a character that no text has."),
        version,
      }),
      "letterTypes is a list of codes with their versions.",
    )
    .min(1, "Select at least one letter type.")
    .max(mostSelected, "Select fewer letter types."),
  retentionDays,
});

export const lettersPreviewQuery = previewQuery;

export const lettersPreview = z.object({
  confirm: letters.describe("Letters that would be removed: the number to start a run with."),
  settingsHash,
  cutOff: z.string().describe("The day that days are counted to, YYYY-MM-DD."),
  byType: z.array(z.object({ letterCode: z.string(), letters })),
  byMonth: z.array(
    z.object({ month, letters, whole: z.boolean().describe("Nothing of the month stays.") }),
  ),
  byTypeAndMonth: z.array(z.object({ letterCode: z.string(), month, letters })),
  heldBack: z
    .array(z.object({ reason: z.string(), letters }))
    .describe("Past their period, and kept all the same."),
  kept: letters.describe("Letters that stay, those held back among them."),
  oldest: z.string().nullable().describe("Day of creation of what would go, YYYY-MM-DD."),
  newest: z.string().nullable(),
});

export const letterCountsQuery = z.strictObject({
  type: z.string().optional().describe("Code of a letter type: its months."),
});

export const letterCounts = z.object({
  types: z.array(
    z.object({ code: z.string(), name: z.string(), count: letters, first: month, last: month }),
  ),
  months: z
    .array(z.object({ month, count: letters }))
    .optional()
    .describe("Of the type that was asked for, the latest first."),
});
