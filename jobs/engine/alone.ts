import { sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";

/**
 * Whether nobody else is at this step of the run; nobody will be until the transaction ends. A step may
 * take minutes and has no batches, so no heartbeat: that somebody is at it is seen by this alone. The
 * run's row is left to whoever pauses or aborts it meanwhile.
 */
export async function isAlone(
  tx: Tx,
  step: "gather" | "prepare" | "verify",
  runId: number,
): Promise<boolean> {
  const { rows } = await tx.execute<{ free: boolean }>(
    sql`SELECT pg_try_advisory_xact_lock(hashtextextended(${`lethe.${step}.${runId}`}, 0)) AS free`,
  );
  return rows[0]?.free ?? false;
}
