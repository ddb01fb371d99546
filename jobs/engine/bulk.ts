import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "drizzle-orm";
import type { Database, Tx } from "#db/client.ts";
import { sqlState } from "#db/errors.ts";
import { leaseSeconds } from "#db/queries/job-runs.ts";
import { batchBounds, nextBatchSize } from "./batch-size.ts";
import { stopByBrake } from "./brakes.ts";
import type { AnyJob, Range, Run } from "./job.ts";
import { OverCeiling } from "./record-outcome.ts";
import type { Pressure } from "./pressure.ts";
import { retrying } from "./retrying.ts";
import { rowFault } from "./set-aside.ts";
import { beat, leaveOut, release, workBatch } from "./work-batch.ts";

/** A bulk as its holder claimed it. `epoch` fences: a later claim makes every write of this one void. */
export interface HeldBulk extends Range {
  id: number;
  epoch: number;
  /** From a holder that had gone silent. */
  tookOver: boolean;
}

/** Why work on a bulk ended: all its keys are done, the run was told to stop, another worker holds it, or we were asked to leave. */
export type BulkEnd = "done" | "stopped" | "fenced" | "left";

/** Takes the first free bulk of a run, or one whose holder has gone silent; null when there is none. */
export async function claimBulk(tx: Tx, runId: number): Promise<HeldBulk | null> {
  const { rows } = await tx.execute<{
    id: string;
    epoch: number;
    part: string;
    cursor: string;
    high: string;
    tookOver: boolean;
  }>(sql`
    WITH free AS (
      SELECT id, status = 'working' AS "tookOver" FROM console.job_bulks
      WHERE run_id = ${runId} AND (status = 'waiting' OR status = 'working'
        AND heartbeat_at < clock_timestamp() - make_interval(secs => ${leaseSeconds}))
      ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED)
    UPDATE console.job_bulks b SET status = 'working', epoch = epoch + 1, heartbeat_at = clock_timestamp()
    FROM free WHERE b.id = free.id
    RETURNING b.id, epoch, part, cursor, high, "tookOver"`);
  const [bulk] = rows;
  return bulk
    ? {
        id: Number(bulk.id),
        epoch: bulk.epoch,
        tookOver: bulk.tookOver,
        part: bulk.part,
        after: Number(bulk.cursor),
        upTo: Number(bulk.high),
      }
    : null;
}

/** Milliseconds between a waiting hand's looks at its run, which may be paused meanwhile. */
const waitMilliseconds = 1_000;

/** How a hand goes about its batches. */
export interface Pace {
  /** Rows a batch, learned from the batches before, whichever bulk they were of. */
  size: number;
  /** What no batch begins under. */
  pressure?: Pressure;
  /** Hand the bulk back after this batch: others need the cores. */
  rests?: () => boolean;
}

/**
 * Works a bulk batch by batch until it ends. Between batches nothing is held. A batch that a row made
 * fail is tried again on half its keys, until that row stands alone and is set aside; such rows often
 * lie together, so the first steps after one are small.
 */
export async function workBulk(
  db: Database,
  job: AnyJob,
  run: Run<unknown>,
  bulk: HeldBulk,
  signal: AbortSignal,
  pace: Pace = { size: batchBounds.first },
): Promise<BulkEnd> {
  // A large import may hold for minutes what a batch needs.
  const asWorker = <T>(work: (tx: Tx) => Promise<T>) =>
    retrying(
      () => db.transaction("lethe_worker", work),
      signal,
      () => db.transaction("lethe_worker", (tx) => beat(tx, bulk)),
    );
  let cursor = bulk.after;
  /** Somewhere after the cursor and up to this key is a row that cannot be worked. */
  let suspect: number | null = null;
  /** Keys that the next batch may reach over. */
  let reach = Infinity;
  for (;;) {
    if (signal.aborted || pace.rests?.()) {
      await asWorker((tx) => release(tx, bulk));
      return "left";
    }
    const step = suspect === null ? reach : Math.ceil((suspect - cursor) / 2);
    const upTo = Math.min(cursor + step, bulk.upTo);
    const began = performance.now();
    try {
      const factor = pace.pressure?.factor() ?? null;
      const { size } = pace;
      const worked = await asWorker((tx) => workBatch(tx, job, run, bulk, upTo, { size, factor }));
      if (worked.end === "waits") {
        await sleep(waitMilliseconds, undefined, { signal }).catch(() => {});
        continue;
      }
      if (worked.end !== "more") return worked.end;
      cursor = worked.cursor;
      if (suspect !== null && cursor >= suspect) suspect = null;
      reach *= 4;
      pace.size = nextBatchSize(pace.size, performance.now() - began);
    } catch (error) {
      if (error instanceof OverCeiling) {
        await asWorker((tx) => brakeRun(tx, job, run.id, bulk));
        return "stopped";
      }
      const code = sqlState(error);
      if (rowFault(code) === null) throw error;
      if (upTo - cursor > 1) suspect = upTo;
      else {
        const end = await asWorker((tx) => leaveOut(tx, run.id, bulk, upTo, code));
        if (end !== "more") return end;
        cursor = upTo;
        suspect = null;
        reach = 1;
      }
    }
  }
}

/** The run has reached what it may remove: nobody begins another batch, and it ends when the last is in. */
async function brakeRun(tx: Tx, job: AnyJob, runId: number, bulk: HeldBulk): Promise<void> {
  await stopByBrake(tx, job, runId);
  await release(tx, bulk);
}
