import { sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { callsWaiting, sendRun } from "#db/queue.ts";

/** Workers called for a run at once; more may come by themselves. */
const mostHands = 8;

/**
 * Calls a hand for each bulk that is not done, and one where none is cut yet: less those that were called
 * and have not come, and the caller where it works on itself.
 */
export async function callHands(tx: Tx, runId: number, own: 0 | 1 = 0): Promise<void> {
  const { rows } = await tx.execute<{ unfinished: number }>(sql`
    SELECT count(*)::int AS unfinished FROM console.job_bulks WHERE run_id = ${runId} AND status <> 'done'`);
  const wanted = Math.min(Math.max(rows[0]?.unfinished ?? 0, 1), mostHands);
  const hands = wanted - own - (await callsWaiting(tx, runId));
  if (hands > 0) await sendRun(tx, runId, hands);
}
