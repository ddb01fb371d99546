import { CronExpressionParser } from "cron-parser";
import { sql, type SQL } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { Refusal } from "#lib/refusal.ts";
import type { ScheduleColumns } from "#lib/schedule.ts";

/** A worker looks every few seconds, and may be busy: so many minutes are never late. */
const graceMinutes = 15;

/** None of its times, of however many were missed, was within so many hours. */
export async function isTooLate(
  tx: Tx,
  row: ScheduleColumns & { nextRunAt: string | null },
  withinHours: number,
): Promise<boolean> {
  const earliest = sql`now() - greatest(make_interval(hours => ${withinHours}), make_interval(mins => ${graceMinutes}))`;
  const first = await nextRun(tx, row, earliest);
  const { rows } = await tx.execute<{ late: boolean }>(
    sql`SELECT ${row.nextRunAt}::timestamptz < ${earliest} AND ${first}::timestamptz > now() AS late`,
  );
  return rows[0]?.late ?? false;
}

/** The first moment after `after`, by the database's clock, in the institution's zone. */
export async function nextRun(
  tx: Tx,
  { every, weekday, monthDay, at, cron }: ScheduleColumns,
  after: SQL = sql`now()`,
) {
  const { rows } = await tx.execute<{ after: string; zone: string; next: string }>(sql`
    SELECT to_char((${after}) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS after, time_zone AS zone,
      console.next_occurrence(${every}::console.schedule_every, ${weekday}::smallint, ${monthDay}::smallint,
        ${at}::time, time_zone, ${after})::text AS next
    FROM console.institution`);
  const [institution] = rows;
  if (!institution) throw new Error("the institution's row is missing");
  return cron === null ? institution.next : nextOfCron(cron, institution);
}

/** Milliseconds: longer than any clock is put back. */
const putBack = 3 * 3_600_000;

/**
 * Counted from before the hour that may come twice: asked in the second, the parser would give a time of the
 * first again.
 */
function nextOfCron(cron: string, { after, zone }: { after: string; zone: string }): string {
  try {
    const moment = Date.parse(after);
    const currentDate = new Date(moment - putBack);
    const times = CronExpressionParser.parse(cron, { currentDate, tz: zone });
    let next = times.next();
    while (next.getTime() <= moment) next = times.next();
    const found = next.toISOString();
    if (found !== null) return found;
  } catch {
    // Told below, in our own words.
  }
  throw new Refusal(`“${cron}” is not a cron expression that ever comes true. Nothing was saved.`);
}
