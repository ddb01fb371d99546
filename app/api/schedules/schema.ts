import { z } from "zod";
import { jobName } from "#db/schema/index.ts";
import type { JobSchedule } from "#db/queries/schedules.ts";
import { missedWithinHours } from "#lib/missed.ts";
import { scheduleSchema } from "#lib/schedule.ts";
import { version } from "../schema.ts";

export const jobParams = z.strictObject({
  job: z.enum(jobName.enumValues, `The jobs are ${jobName.enumValues.join(", ")}.`),
});

export const scheduleBody = z.strictObject({
  version,
  active: z.boolean(),
  schedule: scheduleSchema,
  missedWithinHours: missedWithinHours.optional(),
});

export const jobSchedule = z.object({
  job: z.enum(jobName.enumValues),
  version: z.int(),
  active: z.boolean(),
  schedule: scheduleSchema,
  nextRunAt: z.string().nullable().describe("ISO 8601, in UTC; null while inactive."),
  nextRunLocal: z
    .string()
    .nullable()
    .describe("The same as YYYY-MM-DDTHH:MM in the institution's zone."),
  timeZone: z.string(),
  missedWithinHours,
  leftOutLocal: z
    .string()
    .nullable()
    .describe(
      "Since when times were left out as longer ago than that, like nextRunLocal; null where the last was not.",
    ),
  firstRunByHand: z
    .boolean()
    .describe("No run has come to its end yet: the first is started by hand, with its number."),
});

/** The database writes moments its own way. */
export const scheduleAnswer = (read: JobSchedule) => ({
  ...read,
  nextRunAt: read.nextRunAt && new Date(read.nextRunAt).toISOString(),
});
