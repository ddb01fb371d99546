import { asc, eq, sql, type SQL, type SQLWrapper } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { institution, jobRuns, schedules, type jobName } from "#db/schema/index.ts";
import type { Change } from "#lib/change.ts";
import { formatLocal } from "#lib/format.ts";
import { leftOutSentence } from "#lib/missed.ts";
import { Refusal, Stale } from "#lib/refusal.ts";
import {
  scheduleFromColumns,
  scheduleToColumns,
  type Schedule,
  type ScheduleColumns,
} from "#lib/schedule.ts";
import { completed } from "./job-runs.ts";
import { isTooLate, nextRun } from "./schedule-times.ts";

type JobName = (typeof jobName.enumValues)[number];

export interface JobSchedule {
  job: JobName;
  version: number;
  active: boolean;
  schedule: Schedule;
  /** A moment, null while inactive. */
  nextRunAt: string | null;
  /** The same as YYYY-MM-DDTHH:MM in the institution's zone. */
  nextRunLocal: string | null;
  timeZone: string;
  /** Hours within which a missed time is caught up. Null: whenever it can be; 0: never. */
  missedWithinHours: number | null;
  /** Since when times were due that were left out so, as the next run is told; null where the last was not. */
  leftOutLocal: string | null;
  /** No run of it has come to its end yet, so that no schedule begins one: a brake holds it. */
  firstRunByHand: boolean;
}

const local = (moment: SQLWrapper) =>
  sql<
    string | null
  >`to_char(${moment} AT TIME ZONE (SELECT time_zone FROM console.institution), 'YYYY-MM-DD"T"HH24:MI')`;

export async function readSchedules(tx: Tx): Promise<JobSchedule[]> {
  const rows = await tx
    .select({
      row: schedules,
      timeZone: institution.timeZone,
      nextRunLocal: local(schedules.nextRunAt),
      leftOutLocal: local(schedules.leftOutSince),
      firstRunByHand: sql<boolean>`NOT EXISTS (SELECT FROM ${jobRuns} WHERE ${jobRuns.job} = ${schedules.job} AND ${jobRuns.status} IN ${completed})`,
    })
    .from(schedules)
    .innerJoin(institution, sql`true`)
    .orderBy(asc(schedules.job));
  return rows.map(({ row, ...told }) => {
    const { job, version, active, nextRunAt, missedWithinHours } = row;
    const schedule = scheduleFromColumns(row);
    return { job, version, active, schedule, nextRunAt, missedWithinHours, ...told };
  });
}

export async function readSchedule(tx: Tx, job: JobName): Promise<JobSchedule> {
  const found = (await readSchedules(tx)).find((schedule) => schedule.job === job);
  if (!found) throw new Refusal(`The job ${job} has no schedule.`);
  return found;
}

export interface ScheduleInput {
  job: JobName;
  /** As it was read; left out, whatever stands is replaced. */
  version?: number;
  active: boolean;
  schedule: Schedule;
  /** Left out, what stands. */
  missedWithinHours?: number | null | undefined;
}

/** A run that is due stays due when what is saved is what already stands, or says only what becomes of missed times. */
export async function saveSchedule(tx: Tx, input: ScheduleInput): Promise<Change> {
  const { job, active } = input;
  const [stands] = await tx.select().from(schedules).where(eq(schedules.job, job)).for("update");
  if (!stands) throw new Refusal(`The job ${job} has no schedule.`);
  const { missedWithinHours: missedBefore } = stands;
  const { missedWithinHours = missedBefore } = input;
  const before = {
    active: stands.active,
    schedule: scheduleFromColumns(stands),
    missedWithinHours: missedBefore,
  };
  const after = { active, schedule: input.schedule, missedWithinHours };
  const change = { action: "schedule.change", subject: `schedule of ${job}`, before, after };
  const columns = scheduleToColumns(input.schedule);
  const asDue = stands.active === active && sameTimes(columns, stands);
  if (asDue && missedWithinHours === missedBefore) return change;
  if (input.version !== undefined && input.version !== stands.version) {
    throw new Stale("The schedule was");
  }
  // An expression that is none is refused whether the job is active or not.
  const nextRunAt = await nextRun(tx, columns);
  await tx
    .update(schedules)
    .set({
      ...columns,
      active,
      missedWithinHours,
      nextRunAt: asDue ? stands.nextRunAt : active ? nextRunAt : null,
      leftOutSince: asDue ? stands.leftOutSince : null,
      version: stands.version + 1,
    })
    .where(eq(schedules.job, job));
  return change;
}

/** The next moment of every active schedule, as after a change of the time zone. What is due stays due. */
export async function rescheduleAll(tx: Tx): Promise<void> {
  const toCome = sql`${schedules.active} AND ${schedules.nextRunAt} > now()`;
  const rows = await tx.select().from(schedules).where(toCome);
  // There are as many schedules as jobs: a handful.
  for (const row of rows) {
    await tx
      .update(schedules)
      .set({ nextRunAt: await nextRun(tx, row) })
      .where(eq(schedules.job, row.job));
  }
}

/**
 * Whether the job's time has come; what `stopped` is true of stays due. However many times were missed, the
 * job is due once: the next time is counted from now. `leftOut` says why it does not begin all the same: all
 * of its times are longer ago than a missed one is caught up.
 */
export async function takeDue(
  tx: Tx,
  job: JobName,
  stopped: SQL,
): Promise<{ leftOut: string | null } | null> {
  const [due] = await tx
    .select({ row: schedules, since: local(schedules.nextRunAt) })
    .from(schedules)
    .where(
      sql`${schedules.job} = ${job} AND ${schedules.active} AND ${schedules.nextRunAt} <= now() AND NOT ${stopped}`,
    )
    .for("update", { skipLocked: true });
  if (!due) return null;
  const { row, since } = due;
  const within = row.missedWithinHours;
  const tooLate = within !== null && (await isTooLate(tx, row, within));
  await tx
    .update(schedules)
    .set({
      nextRunAt: await nextRun(tx, row),
      leftOutSince: tooLate ? (row.leftOutSince ?? row.nextRunAt) : null,
    })
    .where(eq(schedules.job, job));
  return {
    leftOut: tooLate ? `Due since ${formatLocal(since ?? "")}. ${leftOutSentence(within)}` : null,
  };
}

const sameTimes = (columns: ScheduleColumns, stands: ScheduleColumns) =>
  columns.every === stands.every &&
  columns.weekday === stands.weekday &&
  columns.monthDay === stands.monthDay &&
  columns.at === (stands.at?.slice(0, 5) ?? null) &&
  columns.cron === stands.cron;
