import { z } from "zod";
import { jobName } from "#db/schema/index.ts";

export const scopeParams = z.strictObject({
  scope: z.enum(
    ["all", ...jobName.enumValues],
    `A kill switch is all, or one of ${jobName.enumValues.join(", ")}.`,
  ),
});

export const engageBody = z.strictObject({
  reason: z
    .string()
    .trim()
    .min(1, "Say why.")
    .max(500)
    .describe("Shown to everyone who sees Monitor Jobs: name no patron."),
});

export const releaseQuery = z.strictObject({
  engagedAt: z.iso
    .datetime({ offset: true, error: "engagedAt is the moment that was read." })
    .optional()
    .describe("As it was read: a switch that was engaged anew meanwhile stays, with 409."),
});

export const engagedSwitch = z.object({
  scope: z.string().describe("all, or a job."),
  reason: z.string(),
  engagedAt: z.string().nullable().describe("ISO 8601, in UTC; null by file."),
  engagedBy: z.string().nullable().describe("A person; null by SQL, by a key or by file."),
  file: z.string().nullable().describe("The file in the data folder that engages it."),
});
