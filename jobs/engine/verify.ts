import { and, eq, isNull, sql } from "drizzle-orm";
import type { Database, Tx } from "#db/client.ts";
import { badVerdicts } from "#db/queries/verdicts.ts";
import { jobRuns } from "#db/schema/index.ts";
import type { Change } from "#lib/change.ts";
import { NotFound, Refusal } from "#lib/refusal.ts";
import { isAlone } from "./alone.ts";
import { alwaysBusy, leaveACore, type Circulation } from "./circulation.ts";
import type { AnyJob, JobName, Run, Verdict } from "./job.ts";
import { logEvent, type RunStatus } from "./move-run.ts";
import { retrying } from "./retrying.ts";
import { endCompleted, endStopped, lockRun } from "./settle.ts";

/**
 * After the last batch, or where a run was stopped, one hand lets the job look at what it did, on one
 * snapshot, and ends the run with the verdict in the same transaction. Whoever pauses or aborts meanwhile
 * makes it look again.
 */
export function verifyRun(
  db: Database,
  job: AnyJob,
  run: Run<unknown>,
  signal: AbortSignal,
  circulation: Circulation = alwaysBusy,
): Promise<RunStatus> {
  const look = async (tx: Tx): Promise<RunStatus> => {
    const mine = await isAlone(tx, "verify", run.id);
    if (mine) await refuseOldSnapshot(tx, run.id);
    const [found] = await tx
      .select({ status: jobRuns.status })
      .from(jobRuns)
      .where(eq(jobRuns.id, run.id));
    if (!found) throw new Error(`run ${run.id} is gone`);
    const whole = found.status === "running";
    if (!mine || !(whole || found.status === "aborting") || !job.verify) return found.status;
    await leaveACore(tx, circulation);
    // How old a row is, age() counts from the transaction's own number, or from the newest where it has none yet.
    await tx.execute(sql`SELECT pg_current_xact_id()`);
    const verdict = await job.verify(tx, run, whole);
    const row = await lockRun(tx, run.id);
    if (row.status !== found.status) return row.status;
    await keepVerdict(tx, run.id, verdict, whole);
    return whole ? endCompleted(tx, job, run, verdict) : endStopped(tx, job, run, row);
  };
  return retrying(
    () => db.transaction("lethe_worker", look, { isolation: "repeatable read", signal }),
    signal,
  );
}

/**
 * The snapshot is older than the lock that makes a hand alone: of a run that another ended in between, whose
 * tables are gone, it still sees the work. Such a row cannot be locked; the next look sees the end. The lock
 * itself is given back, since others settle and fail the run meanwhile.
 */
async function refuseOldSnapshot(tx: Tx, runId: number): Promise<void> {
  await tx.execute(sql`SAVEPOINT snapshot`);
  await tx.execute(sql`SELECT FROM console.job_runs WHERE id = ${runId} FOR KEY SHARE`);
  await tx.execute(sql`ROLLBACK TO SAVEPOINT snapshot`);
}

async function keepVerdict(tx: Tx, runId: number, verdict: Verdict, whole: boolean): Promise<void> {
  await tx
    .update(jobRuns)
    .set({ verdict: verdict.good ? "good" : "bad", verdictChecks: verdict.checks })
    .where(eq(jobRuns.id, runId));
  const failed = verdict.checks.filter(({ good }) => !good).map(({ name }) => name);
  await (verdict.good
    ? logEvent(tx, runId, whole ? "Verified." : "Verified, as far as it went.")
    : logEvent(
        tx,
        runId,
        `The verifier disagrees: ${failed.join("; ")}. The job does not run again until somebody has looked at this.`,
        "error",
      ));
}

/** A job whose last verdict is bad waits until somebody has looked at it. */
export async function refuseAfterBadVerdict(tx: Tx, job: JobName, title: string): Promise<void> {
  const bad = (await badVerdicts(tx)).find((run) => run.job === job);
  if (!bad) return;
  throw new Refusal(
    `${title} cannot start: the verifier disagrees with run ${bad.id}. Look at its report and acknowledge it there first.`,
  );
}

/** Somebody has looked at a bad verdict: the job may run again. */
export async function acknowledgeVerdict(
  tx: Tx,
  runId: number,
  staffId: string | null,
): Promise<Change> {
  const acknowledged = await tx
    .update(jobRuns)
    .set({ verdictAcknowledgedBy: staffId, verdictAcknowledgedAt: sql`clock_timestamp()` })
    .where(
      and(eq(jobRuns.id, runId), eq(jobRuns.verdict, "bad"), isNull(jobRuns.verdictAcknowledgedAt)),
    )
    .returning({ id: jobRuns.id });
  if (acknowledged.length === 0) {
    const [run] = await tx.select({ id: jobRuns.id }).from(jobRuns).where(eq(jobRuns.id, runId));
    if (!run) throw new NotFound(`There is no run ${runId}.`);
    throw new Refusal("This run has no bad verdict that waits for somebody to look at it.");
  }
  await logEvent(tx, runId, "The verdict was acknowledged. The job may run again.");
  return { action: "run.acknowledge", subject: `run ${runId}`, after: { acknowledged: true } };
}
