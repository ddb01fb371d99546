import { sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import type { AnyJob, BatchOutcome } from "./job.ts";

/** A batch would have gone beyond what its run may remove; thrown so that nothing of it stays. */
export class OverCeiling extends Error {
  override name = "OverCeiling";
}

/** A batch's counters, what the run has removed, and the bulk's cursor, in the batch's own transaction. */
export async function recordOutcome(
  tx: Tx,
  job: AnyJob,
  runId: number,
  bulk: { id: number; part: string },
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
  // Last, since every hand on the run waits here for the commit of the one before.
  const removed = counts
    .filter(({ measure }) => job.isEffect(measure))
    .reduce((sum, { count }) => sum + count, 0);
  if (removed > 0) await raiseRemoved(tx, runId, removed);
}

async function raiseRemoved(tx: Tx, runId: number, by: number): Promise<void> {
  const { rowCount } = await tx.execute(sql`
    UPDATE console.job_runs SET removed = removed + ${by}
    WHERE id = ${runId} AND (ceiling IS NULL OR removed + ${by} <= ceiling)`);
  if (rowCount === 0) throw new OverCeiling("a batch would have removed more than its run may");
}
