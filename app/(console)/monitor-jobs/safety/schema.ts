import { z } from "zod";
import { jobName } from "#db/schema/index.ts";
import { parseCount } from "#lib/format.ts";
import { runLimitsSchema } from "#lib/run-limits.ts";

const scope = z.enum(["all", ...jobName.enumValues]);

export const engageForm = z.object({
  scope,
  reason: z.string().trim().min(1, "Say why.").max(500, "A reason has at most 500 characters."),
});

export const releaseForm = z.object({ scope, engagedAt: z.iso.datetime() });

/** "42,676" and "42 676" are numbers too, "2.5" is none; a blank is null. */
const written = z.string().transform((text) => (text.trim() === "" ? null : parseCount(text)));

const limits = runLimitsSchema.shape;

const blankable = z.string().transform((text) => (text === "" ? null : text));

export const limitsForm = z.object({
  version: z.coerce.number().int(),
  marginPercent: written.pipe(limits.marginPercent),
  sharePercent: written.pipe(limits.sharePercent),
  shareOfOnePercent: written.pipe(limits.shareOfOnePercent),
  shareOfOneFrom: written.pipe(limits.shareOfOneFrom),
  mostOfOne: written.pipe(limits.mostOfOne),
  timesLastRuns: written.pipe(limits.timesLastRuns),
  approvalAbove: written.pipe(limits.approvalAbove),
  restFrom: blankable.pipe(limits.restFrom),
  restUntil: blankable.pipe(limits.restUntil),
  rewriteUpToMb: written.pipe(limits.rewriteUpToMb),
  rewriteFrom: limits.rewriteFrom,
  rewriteUntil: limits.rewriteUntil,
  backupDays: written.pipe(limits.backupDays),
  backupWarnHours: written.pipe(limits.backupWarnHours),
  backupRequired: limits.backupRequired,
});

const wholeId = z.coerce.number().int().positive();

export const approveForm = z.object({
  id: wholeId,
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  typed: written.pipe(z.int("Type the number that is shown.")),
});

export const declineForm = z.object({ id: wholeId });
