import { sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import type { BulkEnd, HeldBulk } from "./bulk.ts";
import type { AnyJob, Run } from "./job.ts";
import { pauseIfStopped, stopsByFile, stopsByRow } from "./kill-switch.ts";
import type { RunStatus } from "./move-run.ts";
import { sayWhatItWaitsFor } from "./pressure.ts";
import { recordOutcome } from "./record-outcome.ts";
import { setAside } from "./set-aside.ts";

/**
 * One batch: fence, the job's work, counters and cursor, in one commit. A killed worker repeats nothing
 * and skips nothing. The commit need not wait for the disk: a server that loses its last batches loses
 * their cursor with them, and the commit that ends the run waits for all before it.
 */
export async function workBatch(
  tx: Tx,
  job: AnyJob,
  run: Run<unknown>,
  bulk: HeldBulk,
  upTo: number,
  { size, factor }: { size: number; factor: string | null },
): Promise<{ end: BulkEnd | "more" | "waits"; cursor: number }> {
  const held = await fence(tx, bulk);
  if (!held) return { end: "fenced", cursor: bulk.after };
  const { cursor } = held;
  const stopped =
    (held.stops || stopsByFile(job.name)) && (await pauseIfStopped(tx, run.id, job.name));
  if (held.status !== "running" || stopped) {
    await release(tx, bulk);
    return { end: "stopped", cursor };
  }
  if (held.waitsFor !== factor) await sayWhatItWaitsFor(tx, run.id, factor);
  if (factor !== null) {
    await beat(tx, bulk);
    return { end: "waits", cursor };
  }
  const outcome = await job.batch(tx, run, { part: bulk.part, after: cursor, upTo }, size);
  const done = outcome.reached >= bulk.upTo;
  await recordOutcome(tx, job, run.id, bulk, outcome, done);
  return { end: done ? "done" : "more", cursor: outcome.reached };
}

interface Fenced extends Record<string, unknown> {
  status: RunStatus;
  stops: boolean;
  waitsFor: string | null;
}

/** Locks the bulk while it is still ours, and reads what may have been decided about its run; null when it is another's. */
async function fence(tx: Tx, bulk: HeldBulk) {
  const { rows } = await tx.execute<Fenced & { cursor: string }>(sql`
    SELECT b.cursor, r.status, r.waits_for AS "waitsFor", ${stopsByRow(sql`r.job`)} AS stops, set_config('synchronous_commit', 'off', true)
    FROM console.job_bulks b JOIN console.job_runs r ON r.id = b.run_id
    WHERE b.id = ${bulk.id} AND b.epoch = ${bulk.epoch} AND b.status = 'working' FOR UPDATE OF b`);
  const [held] = rows;
  return held ? { ...held, cursor: Number(held.cursor) } : null;
}

/** Sets the row of one key aside and goes past it, once: the answer to a commit may be lost. */
export async function leaveOut(
  tx: Tx,
  runId: number,
  bulk: HeldBulk,
  key: number,
  code: string,
): Promise<BulkEnd | "more"> {
  const held = await fence(tx, bulk);
  if (!held) return "fenced";
  if (held.cursor >= key) return "more";
  await setAside(tx, runId, { part: bulk.part, key, code });
  const done = key >= bulk.upTo;
  await tx.execute(sql`
    UPDATE console.job_bulks SET cursor = ${key}, visited = visited + 1, batches = batches + 1,
      heartbeat_at = clock_timestamp(), status = ${done ? "done" : "working"} WHERE id = ${bulk.id}`);
  return done ? "done" : "more";
}

/** Says that who holds the bulk lives, though no batch of it can be committed just now. */
export async function beat(tx: Tx, bulk: HeldBulk): Promise<void> {
  await tx.execute(sql`UPDATE console.job_bulks SET heartbeat_at = clock_timestamp()
    WHERE id = ${bulk.id} AND epoch = ${bulk.epoch} AND status = 'working'`);
}

/** Hands a bulk back, so that the next worker need not wait for the lease to run out. */
export async function release(tx: Tx, bulk: HeldBulk): Promise<void> {
  await tx.execute(sql`UPDATE console.job_bulks SET status = 'waiting'
    WHERE id = ${bulk.id} AND epoch = ${bulk.epoch} AND status = 'working'`);
}
