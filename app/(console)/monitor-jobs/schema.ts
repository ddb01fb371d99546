import { z } from "zod";
import { jobName, runStatus } from "#db/schema/index.ts";
import { scheduleSchema, weekdays } from "#lib/schedule.ts";

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

/** Where a job's preview is, from which it is started. */
export const previewHref = (job: string): string =>
  job === "letters-purge" ? "/letters/preview" : "/fulfillment-jobs/preview";

const wholeId = "A run is named by its number.";
export const runId = z.coerce.number(wholeId).int(wholeId).positive(wholeId);

/** What steers a run: abort, pause, resume, acknowledge. */
export const steerForm = z.object({ id: runId });

/** Where to go on after asking for a run. */
export const requestedHref = (requested: { runId: number } | { proposalId: number }): string =>
  "runId" in requested
    ? `/monitor-jobs/${requested.runId}`
    : `/monitor-jobs/proposals/${requested.proposalId}`;

/** What POST /api/job-runs takes. */
export const startRequest = z.strictObject({
  job: z.enum(
    ["anonymization", "letters-purge"],
    "Only the jobs anonymization and letters-purge can be started.",
  ),
  /** The number that the preview shows; refused when it is another now. */
  confirm: z.int("confirm is the number of the preview.").nonnegative().optional(),
  asOf: day.optional(),
});

const known = {
  job: z.enum(jobName.enumValues),
  version: z.coerce.number().int(),
};

export const activeForm = z.object({ ...known, active: z.boolean() });

/** What belongs to another kind of schedule is sent and not read. */
export const scheduleForm = z
  .object({
    job: known.job,
    scheduleVersion: known.version,
    every: z.enum(["day", "week", "month"], "Choose daily, weekly or monthly."),
    weekday: z.enum(weekdays, "Choose a day of the week."),
    monthDay: z.string(),
    at: z.string(),
  })
  .superRefine((sent, context) => {
    for (const { path, message } of scheduleSchema.safeParse(asked(sent)).error?.issues ?? []) {
      const field = path[0] === "on" ? "monthDay" : (path[0] ?? "every");
      context.addIssue({ code: "custom", path: [field], message });
    }
  });

export const scheduleOf = (sent: z.output<typeof scheduleForm>) =>
  scheduleSchema.parse(asked(sent));

function asked({ every, weekday, monthDay, at }: z.output<typeof scheduleForm>) {
  if (every === "day") return { every, at };
  if (every === "week") return { every, on: weekday, at };
  return { every, on: monthDay.trim() === "" ? Number.NaN : Number(monthDay), at };
}
