import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";

const lookMilliseconds = 10;

/** Comes back when so many sessions of this database wait for a lock; the test's own time limit ends it else. */
export async function untilSomebodyWaits(pool: pg.Pool, sessions = 1): Promise<void> {
  const waiting =
    "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
  while (((await pool.query(waiting)).rowCount ?? 0) < sessions) await sleep(lookMilliseconds);
}
