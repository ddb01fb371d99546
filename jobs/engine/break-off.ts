import { sql } from "drizzle-orm";
import type { Database, Tx } from "#db/client.ts";
import { logEvent } from "./move-run.ts";

/** Seconds in which a run that is being aborted waits for the batch at work. */
const patienceSeconds = 300;

/**
 * Breaks off what hangs of a run that was told to stop so long ago: its transaction is rolled back, nothing
 * of the batch stays, and its hand finds that the run stops. A batch holds its bulk's row to its end, so
 * that row names its transaction. What another login works at is not this one's to break off.
 */
export async function breakOff(db: Database, runId: number): Promise<void> {
  await db.transaction("lethe_worker", async (tx) => {
    const hanging = await hangingBackends(tx, runId);
    if (hanging.length === 0) return;
    await logEvent(tx, runId, "A batch that hung was broken off. Nothing of it stays.", "warning");
    // The right to cancel is the login's, whose role is put off for it.
    await tx.execute(sql`SET LOCAL ROLE none`);
    await tx.execute(
      sql`SELECT pg_cancel_backend(pid) FROM unnest(${sql.param(hanging)}::integer[]) AS pid`,
    );
  });
}

async function hangingBackends(tx: Tx, runId: number): Promise<number[]> {
  const { rows } = await tx.execute<{ pid: number }>(sql`
    SELECT a.pid FROM console.job_runs r JOIN console.job_bulks b ON b.run_id = r.id
    JOIN pg_locks l ON l.locktype = 'transactionid' AND l.granted AND l.transactionid = b.xmax
    JOIN pg_stat_activity a ON a.pid = l.pid
    WHERE r.id = ${runId} AND r.status = 'aborting' AND b.status = 'working'
      AND pg_has_role(session_user, a.usesysid, 'USAGE')
      AND (SELECT max(e.at) FROM console.job_events e WHERE e.run_id = r.id)
        < clock_timestamp() - make_interval(secs => ${patienceSeconds})`);
  return rows.map(({ pid }) => pid);
}
