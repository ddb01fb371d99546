import { setTimeout as sleep } from "node:timers/promises";
import { eq, sql } from "drizzle-orm";
import { sqlState } from "#db/errors.ts";
import type { Database, Tx } from "#db/client.ts";
import { sendRun } from "#db/queue.ts";
import { jobBulks, jobRuns } from "#db/schema/index.ts";
import { jobs } from "../registry.ts";
import { batchBounds } from "./batch-size.ts";
import { claimBulk, workBulk } from "./bulk.ts";
import type { Circulation } from "./circulation.ts";
import type { AnyJob, Run } from "./job.ts";
import { isActive, logEvent, moveRun, type RunStatus } from "./move-run.ts";
import { retrying } from "./retrying.ts";
import { settleRun } from "./settle.ts";

/** Bulks that one worker works at once while circulation is quiet; beside circulation it is one. */
const lanes = 2;
/** Milliseconds between a resting lane's looks at whether it may work. */
const restMilliseconds = 100;
/** Workers called for a run, this one among them; more may come by themselves. */
const mostHands = 8;
/** Milliseconds between looks at a run whose last bulks are in other hands. */
const lookMilliseconds = 250;

interface Options {
  /** Leave after the current batch. */
  signal?: AbortSignal;
  /** Come back only when the run has ended, whoever ends it. */
  untilEnded?: boolean;
  /** Watched by whoever works long; without it the run is worked as beside busy circulation. */
  circulation?: Circulation;
}

/**
 * Lends a hand to a run: prepares it if nobody has, takes bulks while there are any, and settles it.
 * Any number of processes may do so at once. A failure that does not pass ends the run as failed.
 */
export async function workRun(db: Database, runId: number, options: Options = {}): Promise<void> {
  const signal = options.signal ?? new AbortController().signal;
  try {
    for (;;) {
      const status = await lendAHand(db, runId, signal, options.circulation ?? alwaysBusy);
      if (!options.untilEnded || signal.aborted || !isActive(status)) return;
      await sleep(lookMilliseconds);
    }
  } catch (error) {
    if (!signal.aborted) await failRun(db, runId, error);
    throw error;
  }
}

const alwaysBusy: Circulation = { isQuiet: () => false };

async function lendAHand(
  db: Database,
  runId: number,
  signal: AbortSignal,
  circulation: Circulation,
): Promise<RunStatus> {
  const asWorker = <T>(work: (tx: Tx) => Promise<T>) =>
    retrying(() => db.transaction("lethe_worker", work), signal);
  const { job, run } = await asWorker(async (tx) => {
    if (!circulation.isQuiet()) await stayOnOneCore(tx);
    return prepareRun(tx, runId);
  });
  let over = false;
  const lane = async (mayRest: boolean) => {
    const rests = () => mayRest && !over && !circulation.isQuiet();
    const pace = { size: batchBounds.first, rests };
    try {
      while (!signal.aborted) {
        if (rests()) {
          await sleep(restMilliseconds);
          continue;
        }
        const bulk = await asWorker((tx) => claimForRun(tx, runId));
        if (!bulk || (await workBulk(db, job, run, bulk, signal, pace)) === "stopped") return;
      }
    } finally {
      over = true;
    }
  };
  await inAllLanes(lane);
  return asWorker((tx) => settleRun(tx, job, run));
}

const stayOnOneCore = (tx: Tx) =>
  tx.execute(sql`SELECT set_config('max_parallel_workers_per_gather', '0', true)`);

/** Each lane ends its batch before the first failure is told, so that nothing works on behind a failed run. */
async function inAllLanes(lane: (mayRest: boolean) => Promise<void>): Promise<void> {
  const ends = await Promise.allSettled(
    Array.from({ length: lanes }, (_, number) => lane(number > 0)),
  );
  const failed = ends.find((end) => end.status === "rejected");
  if (failed) throw failed.reason;
}

/** Makes a queued run running: the job freezes what its batches read, and the bulks are cut. */
export async function prepareRun(
  tx: Tx,
  runId: number,
): Promise<{ job: AnyJob; run: Run<unknown> }> {
  const [row] = await tx.select().from(jobRuns).where(eq(jobRuns.id, runId)).for("update");
  const job = row && jobs[row.job];
  if (!job) throw new Error(`run ${runId} has no job that this version knows`);
  const run = { id: runId, cutOff: row.cutOff, frozen: job.parse(row.frozen) as unknown };
  if (row.status !== "queued") return { job, run };
  await moveRun(tx, runId, ["queued"], "running");
  await tx
    .update(jobRuns)
    .set({ startedAt: sql`clock_timestamp()` })
    .where(eq(jobRuns.id, runId));
  const bulks = await job.plan(tx, run);
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
    `Started: ${bulks.reduce((sum, bulk) => sum + bulk.planned, 0).toLocaleString("en")} rows to look at.`,
  );
  return { job, run };
}

/** Work on an interrupted run goes on as soon as a worker takes one of its bulks. */
async function claimForRun(tx: Tx, runId: number) {
  const [run] = await tx
    .select({ status: jobRuns.status })
    .from(jobRuns)
    .where(eq(jobRuns.id, runId))
    .for("key share");
  if (run?.status !== "running" && run?.status !== "interrupted") return null;
  const bulk = await claimBulk(tx, runId);
  if (
    bulk &&
    run.status === "interrupted" &&
    (await moveRun(tx, runId, ["interrupted"], "running"))
  ) {
    await logEvent(tx, runId, "Taken over by another worker.");
  }
  return bulk;
}

/** Says which kind of failure, never its message: that may quote a row. */
async function failRun(db: Database, runId: number, error: unknown): Promise<void> {
  const code = sqlState(error);
  const problem = `The run met a failure that does not pass by itself${code ? ` (${code})` : ""}. What was committed stays done; the log of the worker has the cause.`;
  await db.transaction("lethe_worker", async (tx) => {
    const [run] = await tx.select().from(jobRuns).where(eq(jobRuns.id, runId)).for("update");
    const job = run && jobs[run.job];
    if (!job || !isActive(run.status)) return;
    if (run.status === "paused") await moveRun(tx, runId, ["paused"], "aborting");
    await moveRun(tx, runId, ["queued", "running", "interrupted", "aborting"], "failed", {
      problem,
    });
    await job.clean(tx, {
      id: runId,
      cutOff: run.cutOff,
      frozen: job.parse(run.frozen) as unknown,
    });
    await logEvent(tx, runId, problem, "error");
  });
}
