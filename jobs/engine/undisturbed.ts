import { sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { sqlState } from "#db/errors.ts";

/** For which another's lock, of a table that grows as of a row, is no disturbance. */
const patience = "10ms";

/** Thrown by work that meets what another transaction has changed under it. */
export class Disturbed extends Error {}

/**
 * Does `work` in the open transaction as if nobody else were at its rows. Where it would have to wait for
 * somebody, or throws `Disturbed`, it is undone and null is returned: then it is to be done with locks. So it is
 * at once on a server that does not look again whether a row is still at its place.
 * No row that somebody tells apart by its age (told-apart.ts) may be written here: it would bear the id of a
 * subtransaction, which no snapshot lists.
 */
export async function undisturbed<Done extends object>(
  tx: Tx,
  work: () => Promise<Done>,
): Promise<Done | null> {
  const { rows } = await tx.execute<{ usual: string; version: number }>(sql`
    SELECT current_setting('lock_timeout') AS usual, current_setting('server_version_num')::int AS version`);
  const [server] = rows;
  if (!server || !looksAgain(server.version)) return null;
  await tx.execute(sql.raw(`SAVEPOINT undisturbed; SET LOCAL lock_timeout = '${patience}'`));
  try {
    const done = await work();
    await tx.execute(sql`SELECT set_config('lock_timeout', ${server.usual}, true)`);
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

/** The first minor versions of each major one, of 13 November 2025. */
const firstMinor: Record<number, number> = { 16: 11, 17: 7, 18: 1 };
const newest = 18;

/**
 * Whether a server (`server_version_num`) that has waited for somebody to move a row looks again whether it is still at the
 * place (ctid) it was asked for. Those before changed it where it had moved to: “Fix missing EvalPlanQual recheck for TID
 * scans”, in the release notes of PostgreSQL 18.1.
 */
export function looksAgain(version: number): boolean {
  const [major, minor] = [Math.floor(version / 10_000), version % 10_000];
  return major > newest || minor >= (firstMinor[major] ?? Infinity);
}
