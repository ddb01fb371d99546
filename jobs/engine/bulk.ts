import { sql } from "drizzle-orm";
import type { Database, Tx } from "#db/client.ts";
import { batchBounds, nextBatchSize } from "./batch-size.ts";
import type { AnyJob, BatchOutcome, Range, Run } from "./job.ts";
import { retrying } from "./retrying.ts";

/** Seconds without a heartbeat after which a bulk may be taken by another worker. */
export const leaseSeconds = 15;

/** A bulk as its holder claimed it. `epoch` fences: a later claim makes every write of this one void. */
export interface HeldBulk extends Range {
  id: number;
  epoch: number;
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
  }>(sql`
    UPDATE console.job_bulks SET status = 'working', epoch = epoch + 1, heartbeat_at = clock_timestamp()
    WHERE id = (
      SELECT id FROM console.job_bulks
      WHERE run_id = ${runId} AND (status = 'waiting' OR status = 'working'
        AND heartbeat_at < clock_timestamp() - make_interval(secs => ${leaseSeconds}))
      ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING id, epoch, part, cursor, high`);
  const [bulk] = rows;
  return bulk
    ? {
        id: Number(bulk.id),
        epoch: bulk.epoch,
        part: bulk.part,
        after: Number(bulk.cursor),
        upTo: Number(bulk.high),
      }
    : null;
}

/** Rows a batch, learned from the batches before, whichever bulk they were of. */
export interface Pace {
  size: number;
  /** Hand the bulk back after this batch: others need the cores. */
  rests?: () => boolean;
}

/** Works a bulk batch by batch until it ends. Between batches nothing is held. */
export async function workBulk(
  db: Database,
  job: AnyJob,
  run: Run<unknown>,
  bulk: HeldBulk,
  signal: AbortSignal,
  pace: Pace = { size: batchBounds.first },
): Promise<BulkEnd> {
  for (;;) {
    if (signal.aborted || pace.rests?.()) {
      await release(db, bulk);
      return "left";
    }
    const began = performance.now();
    const end = await retrying(
      () => db.transaction("lethe_worker", (tx) => workBatch(tx, job, run, bulk, pace.size)),
      signal,
    );
    pace.size = nextBatchSize(pace.size, performance.now() - began);
    if (end !== "more") return end;
  }
}

/**
 * One batch: fence, the job's work, counters and cursor, in one commit. A killed worker repeats nothing
 * and skips nothing. The commit need not wait for the disk: a server that loses its last batches loses
 * their cursor with them, and the commit that ends the run waits for all before it.
 */
async function workBatch(
  tx: Tx,
  job: AnyJob,
  run: Run<unknown>,
  bulk: HeldBulk,
  size: number,
): Promise<BulkEnd | "more"> {
  const { rows } = await tx.execute<{ cursor: string; stopping: boolean }>(sql`
    SELECT b.cursor, r.status <> 'running' AS stopping, set_config('synchronous_commit', 'off', true)
    FROM console.job_bulks b JOIN console.job_runs r ON r.id = b.run_id
    WHERE b.id = ${bulk.id} AND b.epoch = ${bulk.epoch} AND b.status = 'working' FOR UPDATE OF b`);
  const [live] = rows;
  if (!live) return "fenced";
  if (live.stopping) {
    await tx.execute(sql`UPDATE console.job_bulks SET status = 'waiting' WHERE id = ${bulk.id}`);
    return "stopped";
  }
  const range = { part: bulk.part, after: Number(live.cursor), upTo: bulk.upTo };
  const outcome = await job.batch(tx, run, range, size);
  const done = outcome.reached >= bulk.upTo;
  await recordOutcome(tx, run.id, bulk, outcome, done);
  return done ? "done" : "more";
}

async function recordOutcome(
  tx: Tx,
  runId: number,
  bulk: HeldBulk,
  outcome: BatchOutcome,
  done: boolean,
): Promise<void> {
  const counts = outcome.counts.filter(({ count }) => count > 0);
  if (counts.length > 0) {
    // In label order, so that two workers' batches never wait for each other crosswise.
    await tx.execute(sql`
      INSERT INTO console.job_counters (run_id, part, measure, label, count)
      SELECT ${runId}, ${bulk.part}, measure, label, sum(count)
      FROM unnest(${sql.param(counts.map(({ measure }) => measure))}::text[],
        ${sql.param(counts.map(({ label }) => label))}::text[],
        ${sql.param(counts.map(({ count }) => count))}::bigint[]) AS counted (measure, label, count)
      GROUP BY measure, label ORDER BY measure, label
      ON CONFLICT (run_id, part, measure, label) DO UPDATE SET count = job_counters.count + excluded.count`);
  }
  await tx.execute(sql`
    UPDATE console.job_bulks SET cursor = ${outcome.reached}, visited = visited + ${outcome.visited},
      batches = batches + 1, heartbeat_at = clock_timestamp(), status = ${done ? "done" : "working"}
    WHERE id = ${bulk.id}`);
}

/** Hands a bulk back, so that the next worker need not wait for the lease to run out. */
async function release(db: Database, bulk: HeldBulk): Promise<void> {
  await db.transaction("lethe_worker", (tx) =>
    tx.execute(sql`UPDATE console.job_bulks SET status = 'waiting'
      WHERE id = ${bulk.id} AND epoch = ${bulk.epoch} AND status = 'working'`),
  );
}
