import { z } from "zod";
import { jobName } from "#db/schema/index.ts";
import { runLimitsSchema } from "#lib/run-limits.ts";

const scope = z.enum(["all", ...jobName.enumValues]);

export const engageForm = z.object({
  scope,
  reason: z.string().trim().min(1, "Say why.").max(500, "A reason has at most 500 characters."),
});

export const releaseForm = z.object({ scope });

/** "42,676" and "42 676" are numbers too; a blank is none. */
const written = z
  .string()
  .transform((text) => text.replaceAll(/[\s,.’']/g, ""))
  .transform((text) => (text === "" ? null : Number(text)));

const { marginPercent, sharePercent, timesLastRuns, approvalAbove, restFrom, restUntil } =
  runLimitsSchema.shape;

const blankable = z.string().transform((text) => (text === "" ? null : text));

export const limitsForm = z.object({
  version: z.coerce.number().int(),
  marginPercent: written.pipe(marginPercent),
  sharePercent: written.pipe(sharePercent),
  timesLastRuns: written.pipe(timesLastRuns),
  approvalAbove: written.pipe(approvalAbove),
  restFrom: blankable.pipe(restFrom),
  restUntil: blankable.pipe(restUntil),
});

const wholeId = z.coerce.number().int().positive();

export const approveForm = z.object({
  id: wholeId,
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  typed: written.pipe(z.int("Type the number that is shown.")),
});

export const declineForm = z.object({ id: wholeId });
