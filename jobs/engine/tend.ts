import { sql } from "drizzle-orm";
import type { Database, Tx } from "#db/client.ts";
import { recordChange } from "#db/queries/audit.ts";
import { activeRun } from "#db/queries/job-runs.ts";
import { takeDue } from "#db/queries/schedules.ts";
import { sendRun } from "#db/queue.ts";
import { jobName } from "#db/schema/index.ts";
import { Refusal } from "#lib/refusal.ts";
import { isAlone } from "./alone.ts";
import { leaseSeconds } from "./bulk.ts";
import type { JobName } from "./job.ts";
import { stopsByFile, stopsByRow } from "./kill-switch.ts";
import { logEvent, moveRun } from "./move-run.ts";
import { startRun } from "./start.ts";

/**
 * What every worker does every few seconds, and any number of them may: notices runs whose worker
 * died and calls for another, and starts what is due.
 */
export async function tend(db: Database): Promise<void> {
  await db.transaction("lethe_worker", callForHands);
  await db.transaction("lethe_worker", forgetTheOld);
  await startWhatIsDue(db);
}

/** Runs that nobody has touched for a lease: their worker is gone, or their message was lost. */
async function callForHands(tx: Tx): Promise<void> {
  const { rows } = await tx.execute<{ id: string; started: boolean }>(sql`
    SELECT r.id, r.started_at IS NOT NULL AS started FROM console.job_runs r
    WHERE r.status IN ('queued', 'running', 'interrupted', 'aborting')
      AND greatest(r.submitted_at, r.started_at,
        (SELECT max(heartbeat_at) FROM console.job_bulks b WHERE b.run_id = r.id))
        < clock_timestamp() - make_interval(secs => ${leaseSeconds})
      AND coalesce((SELECT max(e.at) FROM console.job_events e WHERE e.run_id = r.id), r.submitted_at)
        < clock_timestamp() - make_interval(secs => ${leaseSeconds})
    FOR UPDATE OF r SKIP LOCKED`);
  for (const { id, started } of rows) {
    const runId = Number(id);
    if (!(await isAlone(tx, "prepare", runId)) || !(await isAlone(tx, "verify", runId))) continue;
    if (started && (await moveRun(tx, runId, ["running"], "interrupted"))) {
      await logEvent(tx, runId, "Interrupted: its worker is gone.", "warning");
    } else {
      await logEvent(tx, runId, "Waiting for a worker.", "warning");
    }
    await sendRun(tx, runId);
  }
}

/** A transaction for each job, so that one that cannot start holds back no other. */
async function startWhatIsDue(db: Database): Promise<void> {
  const failures: unknown[] = [];
  for (const job of jobName.enumValues) {
    await db
      .transaction("lethe_worker", (tx) => startIfDue(tx, job))
      .catch((error: unknown) => failures.push(error));
  }
  if (failures.length > 0) {
    throw new Error("a job that is due did not start", { cause: failures[0] });
  }
}

/**
 * A schedule that fell due while no worker ran, or while a kill switch was engaged, is caught up once:
 * its next time is counted from now.
 */
async function startIfDue(tx: Tx, job: JobName): Promise<void> {
  if (stopsByFile(job) || !(await takeDue(tx, job, stopsByRow(job)))) return;
  try {
    const { id } = await startRun(tx, { job, submittedVia: "schedule" });
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
    await logEvent(tx, inTheWay, "Its schedule fell due and passed: this run has not ended.", "warning");
  }
  await recordChange(tx, "schedule", {
    action: "schedule.pass",
    subject: `schedule of ${job}`,
    after: { why },
  });
}

/** What staff wrote for a run that nobody let start. An approval that is under way may take a moment. */
const declinedTexts = sql`(SELECT (p.frozen ->> 'texts')::bigint FROM console.run_proposals p
  WHERE p.job = 'update-users' AND p.frozen ->> 'texts' IS NOT NULL
    AND (p.decision <> 'approved' OR p.decision IS NULL AND p.expires_at < now() - interval '1 minute'))`;

/** History is kept a year, rows set aside, rejected lines and texts of no run a week, searches a day. */
async function forgetTheOld(tx: Tx): Promise<void> {
  await tx.execute(sql`DELETE FROM console.job_runs WHERE ended_at < now() - interval '1 year'`);
  await tx.execute(sql`DELETE FROM patron.set_aside_rows WHERE at < now() - interval '7 days'`);
  await tx.execute(
    sql`DELETE FROM patron.import_rejects WHERE created_at < now() - interval '7 days'`,
  );
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
