import { sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { sqlState } from "#db/errors.ts";

/** For which another's lock, of a table that grows as of a row, is no disturbance. */
const patience = "10ms";

/** Thrown by work that meets what another transaction has changed under it. */
export class Disturbed extends Error {}

/**
 * Does `work` in the open transaction as if nobody else were at its rows. Where it would have to wait for
 * somebody, or throws `Disturbed`, it is undone and null is returned: then it is to be done with locks.
 * No row that somebody tells apart by its age (told-apart.ts) may be written here: it would bear the id of a
 * subtransaction, which no snapshot lists.
 */
export async function undisturbed<Done extends object>(
  tx: Tx,
  work: () => Promise<Done>,
): Promise<Done | null> {
  await tx.execute(sql`SAVEPOINT undisturbed`);
  const { rows } = await tx.execute<{ usual: string }>(sql`
    SELECT current_setting('lock_timeout') AS usual, set_config('lock_timeout', ${patience}, true)`);
  try {
    const done = await work();
    await tx.execute(sql`SELECT set_config('lock_timeout', ${rows[0]?.usual}, true)`);
    await tx.execute(sql`RELEASE SAVEPOINT undisturbed`);
    return done;
  } catch (error) {
    if (!(error instanceof Disturbed) && sqlState(error) !== "55P03") throw error;
    await tx.execute(sql`ROLLBACK TO SAVEPOINT undisturbed`);
    // What is locked from here on bears the transaction's own id again.
    await tx.execute(sql`RELEASE SAVEPOINT undisturbed`);
    return null;
  }
}
