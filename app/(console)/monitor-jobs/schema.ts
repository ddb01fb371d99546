import { z } from "zod";
import { jobName, runStatus } from "#db/schema/index.ts";
import { weekdays } from "#lib/schedule.ts";

const day = z.iso.date("Enter a day as YYYY-MM-DD.");
const key = z.coerce.number("A run's number is whole.").int().positive();

/** What GET /api/job-runs takes; refused by name where it does not fit. */
export const runSearch = z.strictObject({
  job: z.enum(jobName.enumValues).optional(),
  status: z.enum(runStatus.enumValues).optional(),
  from: day.optional(),
  to: day.optional(),
  before: key.optional(),
  /** Runs that have not ended or did so just now, as the tab Running shows them. */
  current: z
    .literal("true")
    .transform(() => true)
    .optional(),
});

const blankIsAbsent = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((value) => (value === "" ? undefined : value), schema.optional()).catch(undefined);

/** The state of the tab History in its address. What does not fit is left out. */
export const historySearch = z.object({
  job: blankIsAbsent(z.enum(jobName.enumValues)),
  status: blankIsAbsent(z.enum(runStatus.enumValues)),
  from: blankIsAbsent(day),
  to: blankIsAbsent(day),
  before: blankIsAbsent(key),
});
export type HistorySearch = z.output<typeof historySearch>;

export const historyHref = (search: Partial<HistorySearch>): string => {
  const given = Object.entries(search).filter(([, value]) => value !== undefined);
  const query = new URLSearchParams(given.map(([name, value]) => [name, String(value)]));
  return `/monitor-jobs/history${query.size ? `?${query}` : ""}`;
};

export const runId = z.coerce.number().int().positive();

export const abortForm = z.object({ id: runId });

/** What POST /api/job-runs takes. */
export const startRequest = z.strictObject({
  job: z.enum(["anonymization"], "Only the job anonymization can be started."),
  /** The number that the preview shows; refused when it is another now. */
  confirm: z.int("confirm is the number of the preview.").nonnegative().optional(),
  asOf: day.optional(),
});

const known = {
  job: z.enum(jobName.enumValues),
  version: z.coerce.number().int(),
};

export const activeForm = z.object({ ...known, active: z.boolean() });

export const scheduleForm = z
  .object({
    ...known,
    every: z.enum(["day", "week", "month"], "Choose how often."),
    at: z
      .string()
      .regex(/^([01]\d|2[0-3]):[0-5]\d$/, "Enter a time from 00:00 to 23:59, such as 02:00."),
    weekday: z.enum(weekdays, "Choose a day of the week."),
    monthDay: z.string(),
  })
  .superRefine(({ every, monthDay }, context) => {
    if (every === "month" && !/^([1-9]|[12]\d|3[01])$/.test(monthDay.trim()))
      context.addIssue({
        code: "custom",
        path: ["monthDay"],
        message: "Enter a day of the month, from 1 to 31.",
      });
  });
