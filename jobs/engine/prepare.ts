import { eq, sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { sendRun } from "#db/queue.ts";
import { jobBulks, jobRuns } from "#db/schema/index.ts";
import { jobs } from "../registry.ts";
import { brakeAtStart } from "./brakes.ts";
import type { AnyJob, Range, Run } from "./job.ts";
import { pauseIfStopped } from "./kill-switch.ts";
import { logEvent, moveRun } from "./move-run.ts";

/** Workers called for a run, this one among them; more may come by themselves. */
const mostHands = 8;

/**
 * Makes a queued run running: the job freezes what its batches read, the brakes are asked, and the bulks
 * are cut. A run that is past this is given back as it is.
 */
export async function prepareRun(
  tx: Tx,
  runId: number,
): Promise<{ job: AnyJob; run: Run<unknown> }> {
  const [row] = await tx.select().from(jobRuns).where(eq(jobRuns.id, runId)).for("update");
  const job = row && jobs[row.job];
  if (!job) throw new Error(`run ${runId} has no job that this version knows`);
  const run = { id: runId, cutOff: row.cutOff, frozen: job.parse(row.frozen) as unknown };
  if (row.status !== "queued" || (await pauseIfStopped(tx, runId, job.name))) return { job, run };
  await tx
    .update(jobRuns)
    .set({ startedAt: sql`clock_timestamp()` })
    .where(eq(jobRuns.id, runId));
  const bulks = await job.plan(tx, run);
  const braked = await brakeAtStart(tx, job, run, row);
  if (braked !== null) {
    await moveRun(tx, runId, ["queued"], "stoppedByBrake", { problem: braked });
    await job.clean(tx, run);
    await logEvent(tx, runId, braked, "error");
    return { job, run };
  }
  await moveRun(tx, runId, ["queued"], "running");
  await handOut(tx, runId, bulks);
  return { job, run };
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
  const others = Math.min(bulks.length, mostHands) - 1;
  if (others > 0) await sendRun(tx, runId, others);
  await logEvent(
    tx,
    runId,
    `Started: about ${bulks.reduce((sum, bulk) => sum + bulk.planned, 0).toLocaleString("en")} rows to look at.`,
  );
}
