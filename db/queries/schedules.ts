import { asc, eq, sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { institution, schedules, type jobName } from "#db/schema/index.ts";
import type { Change } from "#lib/change.ts";
import { Refusal } from "#lib/refusal.ts";
import {
  scheduleFromColumns,
  scheduleToColumns,
  type Schedule,
  type ScheduleColumns,
} from "#lib/schedule.ts";

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
}

export async function readSchedules(tx: Tx): Promise<JobSchedule[]> {
  const rows = await tx
    .select({
      row: schedules,
      timeZone: institution.timeZone,
      nextRunLocal: sql<
        string | null
      >`to_char(${schedules.nextRunAt} AT TIME ZONE ${institution.timeZone}, 'YYYY-MM-DD"T"HH24:MI')`,
    })
    .from(schedules)
    .innerJoin(institution, sql`true`)
    .orderBy(asc(schedules.job));
  return rows.map(({ row, timeZone, nextRunLocal }) => {
    const { job, version, active, nextRunAt } = row;
    return {
      job,
      version,
      active,
      schedule: scheduleFromColumns(row),
      nextRunAt,
      nextRunLocal,
      timeZone,
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
    throw new Refusal(
      "The schedule was changed by somebody else meanwhile. Nothing was saved, and what you entered is still here.",
    );
  }
  await tx
    .update(schedules)
    .set({
      ...columns,
      active,
      nextRunAt: active ? nextRun(columns) : null,
      version: stands.version + 1,
    })
    .where(eq(schedules.job, job));
  return change;
}

/** The next moment of every active schedule, as after a change of the time zone. */
export async function rescheduleAll(tx: Tx): Promise<void> {
  await tx
    .update(schedules)
    .set({ nextRunAt: nextRun(schedules) })
    .where(eq(schedules.active, true));
}

type Expressions = { [Column in keyof ScheduleColumns]: unknown };

const nextRun = ({ every, weekday, monthDay, at }: Expressions) =>
  sql<string>`console.next_occurrence(${every}::console.schedule_every, ${weekday}::smallint, ${monthDay}::smallint,
    ${at}::time, (SELECT ${institution.timeZone} FROM ${institution}), now())`;

const sameTimes = (columns: ScheduleColumns, stands: ScheduleColumns) =>
  columns.every === stands.every &&
  columns.weekday === stands.weekday &&
  columns.monthDay === stands.monthDay &&
  columns.at === stands.at.slice(0, 5);
