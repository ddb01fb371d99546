import { eq, sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { jobCounters, jobRuns } from "#db/schema/index.ts";
import { leaseSeconds } from "./bulk.ts";
import type { AnyJob, Run } from "./job.ts";
import { isActive, logEvent, moveRun, type RunStatus } from "./move-run.ts";

/** Ends a run whose bulks are all done, or one that was told to stop and nobody works on. Returns its status. */
export async function settleRun(tx: Tx, job: AnyJob, run: Run<unknown>): Promise<RunStatus> {
  const [row] = await tx
    .select({ status: jobRuns.status })
    .from(jobRuns)
    .where(eq(jobRuns.id, run.id))
    .for("update");
  if (!row) throw new Error(`run ${run.id} is gone`);
  if (!isActive(row.status)) return row.status;
  // A batch locks its bulk until it commits, however long its heartbeat is past.
  const { rows } = await tx.execute<{ unfinished: number; held: number }>(sql`
    WITH silent AS MATERIALIZED (
      SELECT id FROM console.job_bulks WHERE run_id = ${run.id} AND status = 'working'
        AND heartbeat_at < clock_timestamp() - make_interval(secs => ${leaseSeconds}) FOR UPDATE SKIP LOCKED
    )
    SELECT count(*) FILTER (WHERE status <> 'done')::int AS unfinished,
      count(*) FILTER (WHERE status = 'working' AND id NOT IN (SELECT id FROM silent))::int AS held
    FROM console.job_bulks WHERE run_id = ${run.id}`);
  const { unfinished, held } = rows[0] ?? { unfinished: 0, held: 0 };
  if (row.status === "aborting" && held === 0)
    return end(tx, job, run, "aborted", "Aborted. What was committed stays done.");
  if (row.status === "running" && unfinished === 0) {
    const effect = await hadEffect(tx, job, run.id);
    return end(tx, job, run, effect ? "completed" : "completedWithNoRecords", "Completed.");
  }
  return row.status;
}

async function hadEffect(tx: Tx, job: AnyJob, runId: number): Promise<boolean> {
  const counters = await tx
    .select({ measure: jobCounters.measure, count: jobCounters.count })
    .from(jobCounters)
    .where(eq(jobCounters.runId, runId));
  return counters.some(({ measure, count }) => job.isEffect(measure) && count > 0);
}

async function end(
  tx: Tx,
  job: AnyJob,
  run: Run<unknown>,
  status: RunStatus,
  message: string,
): Promise<RunStatus> {
  await moveRun(tx, run.id, ["running", "aborting"], status);
  await job.clean(tx, run);
  await logEvent(tx, run.id, message);
  return status;
}
