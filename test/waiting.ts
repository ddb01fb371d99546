import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";

const lookMilliseconds = 10;

/**
 * Comes back when so many sessions of this database wait for a lock, for longer than a batch has patience before
 * it locks itself; the test's own time limit ends it else.
 */
export async function untilSomebodyWaits(pool: pg.Pool, sessions = 1): Promise<void> {
  const waiting = `SELECT FROM pg_stat_activity a JOIN pg_locks l USING (pid) WHERE a.datname = current_database()
    AND NOT l.granted AND l.waitstart < clock_timestamp() - interval '100 ms'`;
  while (((await pool.query(waiting)).rowCount ?? 0) < sessions) await sleep(lookMilliseconds);
}
