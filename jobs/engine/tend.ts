import { sql } from "drizzle-orm";
import type { Database, Tx } from "#db/client.ts";
import { recordChange } from "#db/queries/audit.ts";
import { activeRun, leaseSeconds } from "#db/queries/job-runs.ts";
import { takeDue } from "#db/queries/schedules.ts";
import { forgetEndedSessions } from "#db/queries/staff-sessions.ts";
import { jobName } from "#db/schema/index.ts";
import { Refusal } from "#lib/refusal.ts";
import { jobs } from "../registry.ts";
import { isAlone } from "./alone.ts";
import { waitsForBackup } from "./backup.ts";
import { breakOff } from "./break-off.ts";
import { callHands } from "./call-hands.ts";
import type { JobName } from "./job.ts";
import { stopsByFile, stopsByRow } from "./kill-switch.ts";
import { logEvent, moveRun, warnOnce, type RunStatus } from "./move-run.ts";
import { bulksLeft } from "./settle.ts";
import { startRun } from "./start.ts";
import { workRun } from "./work-run.ts";

/** Seconds in which the log of a run says once that it waits for a worker. */
const saidFor = 3_600;

/**
 * What every worker does every few seconds, and any number of them may: notices runs whose worker
 * died and calls for another, ends those that were told to stop, and starts what is due.
 */
export async function tend(db: Database, signal?: AbortSignal): Promise<void> {
  const { stopping, hanging } = await db.transaction("lethe_worker", callForHands);
  await db.transaction("lethe_worker", forgetTheOld);
  await inTurn([
    ...jobName.enumValues.map(
      (job) => () => db.transaction("lethe_worker", (tx) => startIfDue(tx, job)),
    ),
    ...hanging.map((runId) => () => breakOff(db, runId)),
    ...stopping.map((runId) => () => workRun(db, runId, signal && { signal })),
  ]);
}

/**
 * Runs that nobody has touched for a lease: their worker is gone, or their message was lost. Returns those
 * that were told to stop: to end one takes no longer than its verifier's look, and every worker may be at work
 * on another for hours. One whose members are being gathered is ended by the hand that does so; one whose
 * batch is at work still may hang.
 */
async function callForHands(tx: Tx): Promise<{ stopping: number[]; hanging: number[] }> {
  const { rows } = await tx.execute<{ id: string; status: RunStatus }>(sql`
    SELECT r.id, r.status FROM console.job_runs r
    WHERE r.status IN ('queued', 'running', 'interrupted', 'aborting')
      AND greatest(r.submitted_at, r.started_at,
        (SELECT max(heartbeat_at) FROM console.job_bulks b WHERE b.run_id = r.id))
        < clock_timestamp() - make_interval(secs => ${leaseSeconds})
      AND coalesce((SELECT max(e.at) FROM console.job_events e WHERE e.run_id = r.id), r.submitted_at)
        < clock_timestamp() - make_interval(secs => ${leaseSeconds})
    FOR UPDATE OF r SKIP LOCKED`);
  const stopping = [];
  const hanging = [];
  for (const { id, status } of rows) {
    const runId = Number(id);
    if (await isAtWork(tx, runId)) {
      if (status === "aborting") hanging.push(runId);
      continue;
    }
    if (status === "aborting") {
      stopping.push(runId);
      continue;
    }
    if (await moveRun(tx, runId, ["running"], "interrupted"))
      await logEvent(tx, runId, "Interrupted: its worker is gone.", "warning");
    else await warnOnce(tx, runId, "Waiting for a worker.", saidFor);
    await callHands(tx, runId);
  }
  return { stopping, hanging };
}

/** At a step that beats no heart, or at a batch that takes longer than a lease. */
async function isAtWork(tx: Tx, runId: number): Promise<boolean> {
  if ((await bulksLeft(tx, runId)).held > 0) return true;
  for (const step of ["gather", "prepare", "verify"] as const)
    if (!(await isAlone(tx, step, runId))) return true;
  return false;
}

/** What fails holds back nothing else. */
async function inTurn(steps: (() => Promise<void>)[]): Promise<void> {
  const failures: unknown[] = [];
  for (const step of steps) await step().catch((error: unknown) => failures.push(error));
  if (failures.length > 0) {
    throw new Error("a job that is due did not start, or a run that was stopped did not end", {
      cause: failures[0],
    });
  }
}

/**
 * A schedule that fell due while no worker ran, while a kill switch was engaged or while its job waited for
 * a backup is caught up once, or as late as that not at all: its next time is counted from now.
 */
async function startIfDue(tx: Tx, job: JobName): Promise<void> {
  if (stopsByFile(job)) return;
  const stopped = sql<boolean>`(${stopsByRow(job)} OR ${waitsForBackup(jobs[job])})`;
  const due = await takeDue(tx, job, stopped);
  if (!due) return;
  if (due.leftOut !== null) return auditPass(tx, job, due.leftOut);
  try {
    // What is refused after it was queued is queued no more.
    const { id } = await tx.transaction((step) =>
      startRun(step, { job, submittedVia: "schedule" }),
    );
    await recordChange(tx, "schedule", {
      action: "run.start",
      subject: `run ${id}`,
      after: { job },
    });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    await sayItPassed(tx, job, error.message);
  }
}

/** This time is passed over: the audit says why, and so does the run that stands in the way. */
async function sayItPassed(tx: Tx, job: JobName, why: string): Promise<void> {
  const inTheWay = await activeRun(tx, job);
  if (inTheWay !== null) {
    await logEvent(
      tx,
      inTheWay,
      "Its schedule fell due and passed: this run has not ended.",
      "warning",
    );
  }
  await auditPass(tx, job, why);
}

const auditPass = (tx: Tx, job: JobName, why: string) =>
  recordChange(tx, "schedule", {
    action: "schedule.pass",
    subject: `schedule of ${job}`,
    after: { why },
  });

/** What staff wrote for a run that nobody let start. An approval that is under way may take a moment. */
const declinedTexts = sql`(SELECT (p.frozen ->> 'texts')::bigint FROM console.run_proposals p
  WHERE p.job = 'update-users' AND p.frozen ->> 'texts' IS NOT NULL
    AND (p.decision <> 'approved' OR p.decision IS NULL AND p.expires_at < now() - interval '1 minute'))`;

/** History is kept a year, rows set aside, uploads into sets and texts of no run a week, searches a day, sessions until they end. */
async function forgetTheOld(tx: Tx): Promise<void> {
  await forgetEndedSessions(tx);
  // A bad verdict that nobody has looked at keeps its job from running, however old it is.
  await tx.execute(sql`DELETE FROM console.job_runs WHERE ended_at < now() - interval '1 year'
    AND (verdict IS DISTINCT FROM 'bad' OR verdict_acknowledged_at IS NOT NULL)`);
  // What was approved stays as long as its run does.
  await tx.execute(sql`DELETE FROM console.run_proposals WHERE run_id IS NULL
    AND coalesce(decided_at, expires_at) < now() - interval '1 year'`);
  // The verifier of a run that was paused for long still asks which rows it left out.
  await tx.execute(sql`DELETE FROM patron.set_aside_rows a WHERE a.at < now() - interval '7 days'
    AND NOT EXISTS (SELECT FROM console.job_runs r WHERE r.id = a.run_id AND r.ended_at IS NULL)`);
  await tx.execute(
    sql`DELETE FROM patron.set_uploads WHERE created_at < now() - interval '7 days'`,
  );
  await tx.execute(sql`DELETE FROM patron.update_texts WHERE created_at < now() - interval '7 days'
    AND NOT EXISTS (SELECT FROM console.job_runs r WHERE r.job = 'update-users' AND r.ended_at IS NULL)`);
  await tx.execute(sql`DELETE FROM patron.update_texts WHERE id IN ${declinedTexts}`);
  await tx.execute(
    sql`DELETE FROM patron.user_searches WHERE created_at < now() - interval '1 day'`,
  );
}
