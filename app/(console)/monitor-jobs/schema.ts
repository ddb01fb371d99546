import { z } from "zod";
import { jobName, runStatus } from "#db/schema/index.ts";
import { blankIsAbsent } from "#lib/blank-is-absent.ts";
import { calendarDay } from "#lib/calendar-day.ts";
import { checkSchedule, scheduleFields } from "#lib/schedule.ts";
import { emailAddress } from "#lib/mail-settings.ts";

export const day = calendarDay();
const key = z.coerce.number("A run's number is whole.").int().positive();

/** What GET /api/job-runs takes; refused by name where it does not fit. */
export const runSearch = z.strictObject({
  job: z.enum(jobName.enumValues).optional(),
  status: z.enum(runStatus.enumValues).optional(),
  from: day.optional(),
  to: day.optional(),
  before: key.optional(),
  active: z
    .enum(["true", "false"], "active is true or false.")
    .transform((active) => active === "true")
    .optional()
    .describe("Runs that have not ended, or only those that have."),
  /** Runs that have not ended or did so just now, as the tab Running shows them. */
  current: z
    .literal("true")
    .transform(() => true)
    .optional(),
  format: z
    .enum(["json", "csv"], "The format is json or csv.")
    .default("json")
    .describe("csv: all runs that fit, in place of a page of them."),
});

/** The state of the tab History in its address. What does not fit is left out. */
export const historySearch = z.object({
  job: blankIsAbsent(z.enum(jobName.enumValues)),
  status: blankIsAbsent(z.enum(runStatus.enumValues)),
  from: blankIsAbsent(day),
  to: blankIsAbsent(day),
  before: blankIsAbsent(key),
});
export type HistorySearch = z.output<typeof historySearch>;

const addressOf = (path: string, search: Record<string, unknown>): string => {
  const given = Object.entries(search).filter(([, value]) => value !== undefined);
  const query = new URLSearchParams(given.map(([name, value]) => [name, String(value)]));
  return `${path}${query.size ? `?${query}` : ""}`;
};

export const historyHref = (search: Partial<HistorySearch>): string =>
  addressOf("/monitor-jobs/history", search);

/** All that have ended, as the table shows them, whichever page is shown. */
export const historyCsvHref = ({ before: _before, ...filter }: Partial<HistorySearch>): string =>
  addressOf("/api/job-runs", { format: "csv", active: false, ...filter });

export const outboxSearch = z.object({ before: blankIsAbsent(key) });

const wholeId = "A run is named by its number.";
export const runId = z.coerce.number(wholeId).int(wholeId).positive(wholeId);

/** What steers a run: abort, pause, resume, acknowledge. */
export const steerForm = z.object({ id: runId });

/** Where to go on after asking for a run. */
export const requestedHref = (requested: { runId: number } | { proposalId: number }): string =>
  "runId" in requested
    ? `/monitor-jobs/${requested.runId}`
    : `/monitor-jobs/proposals/${requested.proposalId}`;

const known = {
  job: z.enum(jobName.enumValues),
  version: z.coerce.number().int(),
};

export const activeForm = z.object({ ...known, active: z.boolean() });

export const scheduleForm = z
  .object({ job: known.job, ...scheduleFields })
  .superRefine(checkSchedule);

export const subscriptionForm = z.object({ job: known.job, email: emailAddress });

export const mailForm = z.object({ id: key });
