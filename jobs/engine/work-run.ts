import { setTimeout as sleep } from "node:timers/promises";
import { eq } from "drizzle-orm";
import type { Database, Role, Tx } from "#db/client.ts";
import { leaseSeconds } from "#db/queries/job-runs.ts";
import { jobRuns } from "#db/schema/index.ts";
import { batchBounds } from "./batch-size.ts";
import { breakOff } from "./break-off.ts";
import { claimBulk, workBulk } from "./bulk.ts";
import { callHands } from "./call-hands.ts";
import { alwaysBusy, leaveACore, type Circulation } from "./circulation.ts";
import { failRun } from "./fail.ts";
import { gatherMembers } from "./gather.ts";
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
 * Any number of processes may do so at once. A failure that does not pass ends the run as failed; what
 * was broken off by who asks to leave is none, and is left to the next.
 */
export async function workRun(db: Database, runId: number, options: Options = {}): Promise<void> {
  const signal = options.signal ?? new AbortController().signal;
  try {
    for (;;) {
      const status = await lendAHand(db, runId, signal, options);
      if (!options.untilEnded || signal.aborted || !isActive(status)) break;
      options.onWait?.(status);
      const pause = status === "paused" ? pausedMilliseconds : lookMilliseconds;
      await sleep(pause, undefined, { signal }).catch(() => {});
    }
  } catch (error) {
    if (!signal.aborted) {
      await failRun(db, runId, error, signal);
      throw error;
    }
  }
  if (signal.aborted) await callOthers(db, runId);
}

/** So that nobody need wait for a lease to run out. Where this fails tending calls. */
const callOthers = (db: Database, runId: number) =>
  db
    .transaction("lethe_worker", async (tx) => {
      const [run] = await tx
        .select({ status: jobRuns.status })
        .from(jobRuns)
        .where(eq(jobRuns.id, runId));
      if (run && run.status !== "paused" && isActive(run.status)) await callHands(tx, runId);
    })
    .catch(() => {});

async function lendAHand(
  db: Database,
  runId: number,
  signal: AbortSignal,
  { circulation = alwaysBusy, pressure }: Options,
): Promise<RunStatus> {
  const asWorker = <T>(work: (tx: Tx) => Promise<T>) =>
    retrying(() => db.transaction("lethe_worker", work), signal);
  // These may take minutes, which whoever is asked to leave does not have.
  const breakable = <T>(role: Role, work: (tx: Tx) => Promise<T>) =>
    retrying(() => db.transaction(role, work, { signal }), signal);
  const gathered = await breakable("lethe_import", (tx) => gatherMembers(tx, runId));
  if (gathered === "elsewhere") return "queued";
  const { job, run } = await breakable("lethe_worker", async (tx) => {
    await leaveACore(tx, circulation);
    return prepareRun(tx, runId, gathered === "now");
  });
  let over = false;
  const lane = async (mayRest: boolean, going: AbortSignal) => {
    const rests = () => mayRest && !over && !circulation.isQuiet();
    const pace = { size: batchBounds.first, rests, ...(pressure && { pressure }) };
    try {
      while (!going.aborted) {
        if (rests()) {
          await sleep(restMilliseconds);
          continue;
        }
        const bulk = await asWorker((tx) => claimForRun(tx, runId));
        if (!bulk || (await workBulk(db, job, run, bulk, going, pace)) === "stopped") return;
      }
    } finally {
      over = true;
    }
  };
  await inAllLanes(lane, signal);
  const settled = await asWorker((tx) => settleRun(tx, job, run));
  if (settled === "aborting") await breakOff(db, runId);
  return settled === "unverified" ? verifyRun(db, job, run, signal, circulation) : settled;
}

/** Where one lane fails the others end their batch before that is told: nothing works on behind a failed run. */
async function inAllLanes(
  lane: (mayRest: boolean, going: AbortSignal) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const failed = new AbortController();
  const going = AbortSignal.any([signal, failed.signal]);
  const fail = (error: unknown) => failed.abort(error);
  await Promise.all(
    Array.from({ length: lanes }, (_, number) => lane(number > 0, going).catch(fail)),
  );
  if (failed.signal.aborted) throw failed.signal.reason;
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
