import { CronExpressionParser } from "cron-parser";
import { asc, eq, sql, type SQL } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { institution, jobRuns, schedules, type jobName } from "#db/schema/index.ts";
import type { Change } from "#lib/change.ts";
import { Refusal, Stale } from "#lib/refusal.ts";
import {
  scheduleFromColumns,
  scheduleToColumns,
  type Schedule,
  type ScheduleColumns,
} from "#lib/schedule.ts";
import { completed } from "./job-runs.ts";

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
  /** No run of it has come to its end yet, so that no schedule begins one: a brake holds it. */
  firstRunByHand: boolean;
}

export async function readSchedules(tx: Tx): Promise<JobSchedule[]> {
  const rows = await tx
    .select({
      row: schedules,
      timeZone: institution.timeZone,
      nextRunLocal: sql<
        string | null
      >`to_char(${schedules.nextRunAt} AT TIME ZONE ${institution.timeZone}, 'YYYY-MM-DD"T"HH24:MI')`,
      firstRunByHand: sql<boolean>`NOT EXISTS (SELECT FROM ${jobRuns} WHERE ${jobRuns.job} = ${schedules.job} AND ${jobRuns.status} IN ${completed})`,
    })
    .from(schedules)
    .innerJoin(institution, sql`true`)
    .orderBy(asc(schedules.job));
  return rows.map(({ row, timeZone, nextRunLocal, firstRunByHand }) => {
    const { job, version, active, nextRunAt } = row;
    return {
      job,
      version,
      active,
      schedule: scheduleFromColumns(row),
      nextRunAt,
      nextRunLocal,
      timeZone,
      firstRunByHand,
    };
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
}

/** A run that is due stays due when what is saved is what already stands. */
export async function saveSchedule(tx: Tx, input: ScheduleInput): Promise<Change> {
  const { job, active } = input;
  const [stands] = await tx.select().from(schedules).where(eq(schedules.job, job)).for("update");
  if (!stands) throw new Refusal(`The job ${job} has no schedule.`);
  const before = { active: stands.active, schedule: scheduleFromColumns(stands) };
  const after = { active, schedule: input.schedule };
  const change = { action: "schedule.change", subject: `schedule of ${job}`, before, after };
  const columns = scheduleToColumns(input.schedule);
  if (stands.active === active && sameTimes(columns, stands)) return change;
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
      nextRunAt: active ? nextRunAt : null,
      version: stands.version + 1,
    })
    .where(eq(schedules.job, job));
  return change;
}

/** The next moment of every active schedule, as after a change of the time zone. What is due stays due. */
export async function rescheduleAll(tx: Tx): Promise<void> {
  const toCome = sql`${schedules.active} AND ${schedules.nextRunAt} > now()`;
  await reschedule(tx, await tx.select().from(schedules).where(toCome));
}

/**
 * Whether the job's time has come; what `stopped` is true of stays due. What fell due several times is due
 * once: the next time is counted from now.
 */
export async function takeDue(tx: Tx, job: JobName, stopped: SQL): Promise<boolean> {
  const due = await tx
    .select()
    .from(schedules)
    .where(
      sql`${schedules.job} = ${job} AND ${schedules.active} AND ${schedules.nextRunAt} <= now() AND NOT ${stopped}`,
    )
    .for("update", { skipLocked: true });
  await reschedule(tx, due);
  return due.length > 0;
}

/** There are as many schedules as jobs: a handful. */
async function reschedule(tx: Tx, rows: (ScheduleColumns & { job: JobName })[]): Promise<void> {
  for (const row of rows) {
    await tx
      .update(schedules)
      .set({ nextRunAt: await nextRun(tx, row) })
      .where(eq(schedules.job, row.job));
  }
}

/** The first moment after now, by the database's clock, in the institution's zone. */
async function nextRun(tx: Tx, { every, weekday, monthDay, at, cron }: ScheduleColumns) {
  const { rows } = await tx.execute<{ now: string; zone: string; next: string }>(sql`
    SELECT to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS now, time_zone AS zone,
      console.next_occurrence(${every}::console.schedule_every, ${weekday}::smallint, ${monthDay}::smallint,
        ${at}::time, time_zone, now())::text AS next
    FROM console.institution`);
  const [institution] = rows;
  if (!institution) throw new Error("the institution's row is missing");
  return cron === null ? institution.next : nextOfCron(cron, institution);
}

function nextOfCron(cron: string, { now, zone }: { now: string; zone: string }): string {
  try {
    const next = CronExpressionParser.parse(cron, { currentDate: now, tz: zone })
      .next()
      .toISOString();
    if (next !== null) return next;
  } catch {
    // Told below, in our own words.
  }
  throw new Refusal(`“${cron}” is not a cron expression that ever comes true. Nothing was saved.`);
}

const sameTimes = (columns: ScheduleColumns, stands: ScheduleColumns) =>
  columns.every === stands.every &&
  columns.weekday === stands.weekday &&
  columns.monthDay === stands.monthDay &&
  columns.at === (stands.at?.slice(0, 5) ?? null) &&
  columns.cron === stands.cron;
