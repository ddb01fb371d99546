import { eq, sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { jobBulks, jobRuns } from "#db/schema/index.ts";
import { jobs } from "../registry.ts";
import { isAlone } from "./alone.ts";
import { askBackup } from "./backup.ts";
import { brakeAtStart } from "./brakes.ts";
import { callHands } from "./call-hands.ts";
import type { AnyJob, Range, Run } from "./job.ts";
import { pauseIfStopped } from "./kill-switch.ts";
import { logEvent, moveRun } from "./move-run.ts";
import { lockRun } from "./settle.ts";
import { formatCount } from "#lib/format.ts";

/** Thrown to undo what was prepared for a run that was paused or aborted meanwhile. */
class Overtaken extends Error {
  override name = "Overtaken";
}

/**
 * Makes a queued run running: the job freezes what its batches read, the brakes are asked, and the bulks
 * are cut. This may take minutes, in which the run can be paused and aborted; it is then queued no more,
 * and nothing stays of them. A run that is past this, in other hands, or whose members nobody `gathered`, is
 * given back as it is.
 */
export async function prepareRun(
  tx: Tx,
  runId: number,
  gathered = true,
): Promise<{ job: AnyJob; run: Run<unknown> }> {
  const alone = await isAlone(tx, "prepare", runId);
  const [row] = await tx.select().from(jobRuns).where(eq(jobRuns.id, runId));
  const job = row && jobs[row.job];
  if (!job) throw new Error(`run ${runId} has no job that this version knows`);
  const run = { id: runId, cutOff: row.cutOff, frozen: job.parse(row.frozen) as unknown };
  if (!gathered || !alone || row.status !== "queued" || (await pauseIfStopped(tx, runId, job.name)))
    return { job, run };
  await tx
    .transaction((step) => begin(step, job, run, row))
    .catch((error: unknown) => {
      if (!(error instanceof Overtaken)) throw error;
    });
  return { job, run };
}

async function begin(
  tx: Tx,
  job: AnyJob,
  run: Run<unknown>,
  asked: typeof jobRuns.$inferSelect,
): Promise<void> {
  const bulks = await job.plan(tx, run);
  const { expected, ceiling, ...brake } = await brakeAtStart(tx, job, run, asked);
  // It may have been queued for days.
  const backup = await askBackup(tx, job);
  const braked = backup.forbids
    ? [backup.forbids, brake.braked ?? "Nothing was removed."].join(" ")
    : brake.braked;
  if ((await lockRun(tx, run.id)).status !== "queued") throw new Overtaken();
  // The transaction's beginning: what others did since is told apart from what the run does.
  await tx
    .update(jobRuns)
    .set({ startedAt: sql`now()`, expected, ceiling })
    .where(eq(jobRuns.id, run.id));
  if (braked !== null) {
    await moveRun(tx, run.id, ["queued"], "stoppedByBrake", { problem: braked });
    await job.clean(tx, run);
    await logEvent(tx, run.id, braked, "error");
    return;
  }
  if (backup.warning !== null) await logEvent(tx, run.id, backup.warning, "warning");
  await moveRun(tx, run.id, ["queued"], "running");
  await handOut(tx, run.id, bulks);
}

/** Cuts the run's bulks, and calls for hands to share them. */
async function handOut(
  tx: Tx,
  runId: number,
  bulks: (Range & { planned: number })[],
): Promise<void> {
  if (bulks.length > 0) {
    await tx.insert(jobBulks).values(
      bulks.map(({ part, after, upTo, planned }) => ({
        runId,
        part,
        low: after + 1,
        high: upTo,
        cursor: after,
        planned,
      })),
    );
  }
  await callHands(tx, runId, 1);
  await logEvent(
    tx,
    runId,
    `Started: about ${formatCount(bulks.reduce((sum, bulk) => sum + bulk.planned, 0))} records to look at.`,
  );
}
