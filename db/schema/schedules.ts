import { boolean, check, integer, smallint, text, time } from "drizzle-orm/pg-core";
import { sql } from "drizzle-orm";
import { at } from "./columns.ts";
import { console } from "./schemas.ts";

export const jobName = console.enum("job_name", [
  "anonymization",
  "letters-purge",
  "purge-users",
  "update-users",
]);
export const scheduleEvery = console.enum("schedule_every", ["day", "week", "month", "cron"]);

/** When a job runs by itself, in the institution's zone. `nextRunAt` in the past is due, once. */
export const schedules = console.table(
  "schedules",
  {
    job: jobName().primaryKey(),
    version: integer().notNull().default(1),
    active: boolean().notNull().default(false),
    every: scheduleEvery().notNull(),
    /** ISO: 1 is Monday, 7 is Sunday. */
    weekday: smallint(),
    /** A month that is shorter runs on its last day. */
    monthDay: smallint(),
    /** Null of a cron expression, which says its times itself. */
    at: time(),
    /** Five fields: minute, hour, day of the month, month, day of the week. */
    cron: text(),
    nextRunAt: at(),
    /** A missed time is caught up within so many hours. Null: whenever it can be; 0: it waits for the next. */
    missedWithinHours: integer(),
    /** Since when times were due that were left out so; null once one was not. */
    leftOutSince: at(),
  },
  (table) => [
    check(
      "schedules_weekday_when_weekly",
      sql`(${table.every} = 'week') = (${table.weekday} IS NOT NULL)`,
    ),
    check(
      "schedules_month_day_when_monthly",
      sql`(${table.every} = 'month') = (${table.monthDay} IS NOT NULL)`,
    ),
    // Compared as text: the migration that makes the value cannot use it.
    check(
      "schedules_cron_when_cron",
      sql`(${table.every}::text = 'cron') = (${table.cron} IS NOT NULL)`,
    ),
    check("schedules_time_unless_cron", sql`(${table.cron} IS NULL) = (${table.at} IS NOT NULL)`),
    check("schedules_weekday_in_range", sql`${table.weekday} BETWEEN 1 AND 7`),
    check("schedules_month_day_in_range", sql`${table.monthDay} BETWEEN 1 AND 31`),
    check("schedules_missed_within_in_range", sql`${table.missedWithinHours} BETWEEN 0 AND 8760`),
    check(
      "schedules_active_is_due_sometime",
      sql`${table.active} = (${table.nextRunAt} IS NOT NULL)`,
    ),
  ],
);
