import { sql } from "drizzle-orm";
import type pg from "pg";
import type { Erasure } from "#lib/erasure.ts";
import type { Tx } from "../client.ts";
import { iso } from "./iso.ts";
import type { JobName } from "./job-runs.ts";

/** How far what a run removed is gone; null where it removed nothing or has not ended. */
export async function readErasure(tx: Tx, runId: number): Promise<Erasure | null> {
  const { rows } = await tx.execute<Erasure & Record<string, unknown>>(sql`
    SELECT ${iso(sql`erased_at`)} AS "erasedAt", ${iso(sql`logs_recycled_at`)} AS "logsRecycledAt",
      logs_unseen AS "logsUnseen", waits,
      ((erased_at AT TIME ZONE time_zone)::date + backup_days)::text AS "backupsEndOn"
    FROM console.run_erasures, console.run_limits, console.institution WHERE run_id = ${runId}`);
  return rows[0] ?? null;
}

/** The first run whose erasure has waited for more than a day, and how many there are; null where none has. */
export async function longestErasure(
  tx: Tx,
): Promise<{ id: number; job: JobName; runs: number; waits: string | null } | null> {
  const { rows } = await tx.execute<{
    id: number;
    job: JobName;
    runs: number;
    waits: string | null;
  }>(sql`
    SELECT id::float8 AS id, job, waits, count(*) OVER ()::float8 AS runs
    FROM console.run_erasures JOIN console.job_runs ON id = run_id
    WHERE erased_at IS NULL AND ended_at < now() - interval '1 day' ORDER BY job_runs.id LIMIT 1`);
  return rows[0] ?? null;
}

/** Whether a maintenance could find something to do. */
export async function erasureIsOwed(client: pg.ClientBase): Promise<boolean> {
  const { rows } = await client.query<{ owed: boolean }>(
    `SELECT EXISTS (SELECT FROM console.run_erasures
       WHERE erased_at IS NULL OR logs_recycled_at IS NULL AND logs_unseen IS NULL) AS owed`,
  );
  return rows[0]?.owed ?? false;
}
