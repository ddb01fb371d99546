import { eq, sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { leaseSeconds } from "#db/queries/job-runs.ts";
import { jobCounters, jobRuns } from "#db/schema/index.ts";
import { abortedSentence } from "#lib/aborted-sentence.ts";
import { brakedSentence } from "./brakes.ts";
import type { AnyJob, Run, Verdict } from "./job.ts";
import { isActive, logEvent, moveRun, type RunStatus } from "./move-run.ts";
import { countSetAside } from "./set-aside.ts";

/**
 * Ends a run whose bulks are all done, or one that was told to stop and nobody works on. Returns its
 * status; `unverified` when its job wants a look at what it did first.
 */
export async function settleRun(
  tx: Tx,
  job: AnyJob,
  run: Run<unknown>,
): Promise<RunStatus | "unverified"> {
  const row = await lockRun(tx, run.id);
  if (!isActive(row.status)) return row.status;
  const { unfinished, held } = await bulksLeft(tx, run.id);
  if (row.status === "aborting" && held === 0) {
    return job.verify && row.removed > 0 ? "unverified" : endStopped(tx, job, run, row);
  }
  if (unfinished > 0) return row.status;
  // Interrupted after its last batch: no bulk is left whose claim would make the run go on.
  if (row.status === "interrupted") await moveRun(tx, run.id, ["interrupted"], "running");
  else if (row.status !== "running") return row.status;
  return job.verify ? "unverified" : endCompleted(tx, job, run, null);
}

/** The run's row, as it stays until the transaction ends. */
export async function lockRun(tx: Tx, runId: number) {
  const [row] = await tx
    .select({
      status: jobRuns.status,
      problem: jobRuns.problem,
      removed: jobRuns.removed,
      expected: jobRuns.expected,
    })
    .from(jobRuns)
    .where(eq(jobRuns.id, runId))
    .for("update");
  if (!row) throw new Error(`run ${runId} is gone`);
  return row;
}

/** Bulks that are not done, and of them those that somebody holds. */
export async function bulksLeft(
  tx: Tx,
  runId: number,
): Promise<{ unfinished: number; held: number }> {
  // A batch locks its bulk until it commits, however long its heartbeat is past.
  const { rows } = await tx.execute<{ unfinished: number; held: number }>(sql`
    WITH silent AS MATERIALIZED (
      SELECT id FROM console.job_bulks WHERE run_id = ${runId} AND status = 'working'
        AND heartbeat_at < clock_timestamp() - make_interval(secs => ${leaseSeconds}) FOR UPDATE SKIP LOCKED
    )
    SELECT count(*) FILTER (WHERE status <> 'done')::int AS unfinished,
      count(*) FILTER (WHERE status = 'working' AND id NOT IN (SELECT id FROM silent))::int AS held
    FROM console.job_bulks WHERE run_id = ${runId}`);
  return rows[0] ?? { unfinished: 0, held: 0 };
}

/** A brake leaves its sentence when it stops a run; a person leaves none. */
export async function endStopped(
  tx: Tx,
  job: AnyJob,
  run: Run<unknown>,
  {
    problem,
    removed,
    expected,
  }: Pick<typeof jobRuns.$inferSelect, "problem" | "removed" | "expected">,
): Promise<RunStatus> {
  const braked = problem === null ? null : brakedSentence(job, problem, removed);
  const status = braked === null ? "aborted" : "stoppedByBrake";
  await moveRun(tx, run.id, ["aborting"], status, braked === null ? {} : { problem: braked });
  await job.clean(tx, run);
  await logEvent(
    tx,
    run.id,
    braked ?? abortedSentence({ expected, removed, ...(await lookedAt(tx, run.id)) }),
  );
  return status;
}

/** Rows of a run, as it was planned and as far as it went. */
async function lookedAt(tx: Tx, runId: number): Promise<{ planned: number; visited: number }> {
  const { rows } = await tx.execute<{ planned: number; visited: number }>(sql`
    SELECT coalesce(sum(planned), 0)::float8 AS planned, coalesce(sum(visited), 0)::float8 AS visited
    FROM console.job_bulks WHERE run_id = ${runId}`);
  return rows[0] ?? { planned: 0, visited: 0 };
}

/** All is done; with a verdict when the job has one. */
export async function endCompleted(
  tx: Tx,
  job: AnyJob,
  run: Run<unknown>,
  verdict: Verdict | null,
): Promise<RunStatus> {
  const isClean = (verdict?.good ?? true) && (await countSetAside(tx, run.id)) === 0;
  const effect = await hadEffect(tx, job, run.id);
  const ended = effect ? "completed" : "completedWithNoRecords";
  const status = isClean ? ended : "completedWithWarnings";
  await moveRun(tx, run.id, ["running"], status);
  await job.clean(tx, run);
  await logEvent(tx, run.id, "Completed.");
  return status;
}

async function hadEffect(tx: Tx, job: AnyJob, runId: number): Promise<boolean> {
  const counters = await tx
    .select({ measure: jobCounters.measure, count: jobCounters.count })
    .from(jobCounters)
    .where(eq(jobCounters.runId, runId));
  return counters.some(({ measure, count }) => job.isEffect(measure) && count > 0);
}
