import { eq } from "drizzle-orm";
import type { Database, Tx } from "#db/client.ts";
import { sqlState } from "#db/errors.ts";
import { jobRuns } from "#db/schema/index.ts";
import { jobs } from "../registry.ts";
import type { AnyJob } from "./job.ts";
import { activeStatuses, isActive, logEvent, moveRun } from "./move-run.ts";
import { retrying } from "./retrying.ts";
import { TooManySetAside } from "./set-aside.ts";

/**
 * Ends a run for a failure that does not pass. Says which kind, never its message: that may quote a row.
 * Another worker's batch may write what is dropped here, and wait for the run's row: a deadlock.
 */
export async function failRun(
  db: Database,
  runId: number,
  error: unknown,
  signal: AbortSignal,
): Promise<void> {
  const problem = error instanceof TooManySetAside ? error.message : problemOf(error);
  const end = async (tx: Tx) => {
    const [run] = await tx.select().from(jobRuns).where(eq(jobRuns.id, runId)).for("update");
    const job = run && jobs[run.job];
    if (!job || !isActive(run.status)) return;
    await moveRun(tx, runId, [...activeStatuses], "failed", { problem });
    await job.clean(tx, { id: runId, cutOff: run.cutOff, frozen: readable(job, run.frozen) });
    await logEvent(tx, runId, problem, "error");
  };
  await retrying(() => db.transaction("lethe_worker", end), signal);
}

/** What another version froze may be what failed the run. */
function readable(job: AnyJob, frozen: unknown): unknown {
  try {
    return job.parse(frozen);
  } catch {
    return frozen;
  }
}

function problemOf(error: unknown): string {
  const code = sqlState(error);
  return `The run met a failure that does not pass by itself${code ? ` (${code})` : ""}. What was committed stays done; the log of the worker has the cause.`;
}
