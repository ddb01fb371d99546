import { setTimeout as sleep } from "node:timers/promises";
import { eq } from "drizzle-orm";
import type { Database, Tx } from "#db/client.ts";
import { joinHeldSets } from "#db/queries/hold-changes.ts";
import { jobRuns } from "#db/schema/index.ts";
import { jobs } from "../registry.ts";
import { batchBounds } from "./batch-size.ts";
import { claimBulk, leaseSeconds, workBulk } from "./bulk.ts";
import { alwaysBusy, leaveACore, type Circulation } from "./circulation.ts";
import { failRun } from "./fail.ts";
import { isActive, moveRun, warnOnce, type RunStatus } from "./move-run.ts";
import type { Pressure } from "./pressure.ts";
import { prepareRun } from "./prepare.ts";
import { retrying } from "./retrying.ts";
import { settleRun } from "./settle.ts";
import { verifyRun } from "./verify.ts";

/** Bulks that one worker works at once while circulation is quiet; beside circulation it is one. */
const lanes = 2;
/** Milliseconds between a resting lane's looks at whether it may work. */
const restMilliseconds = 100;
/** Milliseconds between looks at a run whose last bulks are in other hands, and at one that is paused. */
const lookMilliseconds = 250;
const pausedMilliseconds = 3_000;

interface Options {
  /** Leave after the current batch. */
  signal?: AbortSignal;
  /** Come back only when the run has ended, whoever ends it. */
  untilEnded?: boolean;
  /** Told how the run stands each time that it is looked at meanwhile. */
  onWait?: (status: RunStatus) => void;
  /** Watched by whoever works long; without it the run is worked as beside busy circulation. */
  circulation?: Circulation;
  /** What no batch begins under; watched as well. */
  pressure?: Pressure;
}

/**
 * Lends a hand to a run: prepares it if nobody has, takes bulks while there are any, and settles it.
 * Any number of processes may do so at once. A failure that does not pass ends the run as failed.
 */
export async function workRun(db: Database, runId: number, options: Options = {}): Promise<void> {
  const signal = options.signal ?? new AbortController().signal;
  try {
    for (;;) {
      const status = await lendAHand(db, runId, signal, options);
      if (!options.untilEnded || signal.aborted || !isActive(status)) return;
      options.onWait?.(status);
      const pause = status === "paused" ? pausedMilliseconds : lookMilliseconds;
      await sleep(pause, undefined, { signal }).catch(() => {});
    }
  } catch (error) {
    if (!signal.aborted) await failRun(db, runId, error);
    throw error;
  }
}

async function lendAHand(
  db: Database,
  runId: number,
  signal: AbortSignal,
  { circulation = alwaysBusy, pressure }: Options,
): Promise<RunStatus> {
  const asWorker = <T>(work: (tx: Tx) => Promise<T>) =>
    retrying(() => db.transaction("lethe_worker", work), signal);
  await retrying(() => db.transaction("lethe_import", (tx) => gatherMembers(tx, runId)), signal);
  const { job, run } = await asWorker(async (tx) => {
    await leaveACore(tx, circulation);
    return prepareRun(tx, runId);
  });
  let over = false;
  const lane = async (mayRest: boolean) => {
    const rests = () => mayRest && !over && !circulation.isQuiet();
    const pace = { size: batchBounds.first, rests, ...(pressure && { pressure }) };
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
  const settled = await asWorker((tx) => settleRun(tx, job, run));
  return settled === "unverified" ? verifyRun(db, job, run, signal, circulation) : settled;
}

/**
 * Who came into a held set is held before the run looks at anybody, and a run about a set takes its
 * members. The one role that may ask who fits a query.
 */
async function gatherMembers(tx: Tx, runId: number): Promise<void> {
  const [row] = await tx.select().from(jobRuns).where(eq(jobRuns.id, runId));
  if (row?.status !== "queued") return;
  await joinHeldSets(tx);
  const job = jobs[row.job];
  await job?.gather?.(tx, { id: runId, cutOff: row.cutOff, frozen: job.parse(row.frozen) });
}

/** Each lane ends its batch before the first failure is told, so that nothing works on behind a failed run. */
async function inAllLanes(lane: (mayRest: boolean) => Promise<void>): Promise<void> {
  const ends = await Promise.allSettled(
    Array.from({ length: lanes }, (_, number) => lane(number > 0)),
  );
  const failed = ends.find((end) => end.status === "rejected");
  if (failed) throw failed.reason;
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
  if (!bulk) return null;
  const goesOn =
    run.status === "interrupted" && (await moveRun(tx, runId, ["interrupted"], "running"));
  // A worker that dies may have held several, which are taken over one after another.
  if (goesOn || bulk.tookOver)
    await warnOnce(tx, runId, "Taken over by another worker.", leaseSeconds);
  return bulk;
}
