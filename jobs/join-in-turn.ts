import { sql } from "drizzle-orm";
import type { Database, Tx } from "#db/client.ts";
import { heldSets, joinHeldSet } from "#db/queries/hold-changes.ts";

/** Who came into held sets is held, hold by hold, each in a transaction of its own; one worker at a time does so. */
export async function joinInTurn(db: Database, signal: AbortSignal): Promise<void> {
  const asImport = <T>(work: (tx: Tx) => Promise<T>) =>
    db.transaction("lethe_import", work, { signal });
  for (const hold of await asImport(heldSets)) {
    const isFirst = await asImport(async (tx) => {
      const free = await isFree(tx);
      if (free) await joinHeldSet(tx, hold);
      return free;
    });
    if (!isFirst) return;
  }
}

async function isFree(tx: Tx): Promise<boolean> {
  const { rows } = await tx.execute<{ free: boolean }>(
    sql`SELECT pg_try_advisory_xact_lock(hashtext('lethe.joinInTurn')) AS free`,
  );
  return rows[0]?.free ?? false;
}
