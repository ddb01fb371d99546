import { sql, type SQL } from "drizzle-orm";
import type { Tx } from "#db/client.ts";

/*
 * What a verifier must not blame a run for: what others did beside it.
 */

/** Whether a row's version (its xmin) was written by a transaction that `begun`, a pg_snapshot, does not see. */
export const changedSince = (version: SQL, begun: SQL): SQL =>
  sql`coalesce(NOT pg_visible_in_snapshot(
    greatest(pg_current_xact_id()::text::numeric - age(${version}), 3)::text::xid8, ${begun}), false)`;

export interface Beside {
  /** A purge of users cuts links and removes notes and letters as well, and says so in its own report. */
  usersWerePurged: boolean;
  /** What a hold kept from the run may be free now. */
  holdWasReleased: boolean;
}

export async function readBeside(tx: Tx, runId: number): Promise<Beside> {
  const { rows } = await tx.execute<Beside & Record<string, unknown>>(sql`
    SELECT EXISTS (SELECT FROM console.job_runs purge WHERE purge.job = 'purge-users'
        AND (purge.ended_at IS NULL OR purge.ended_at >= run.started_at)) AS "usersWerePurged",
      EXISTS (SELECT FROM patron.legal_holds
        WHERE released_at >= run.started_at - interval '1 minute') AS "holdWasReleased"
    FROM console.job_runs run WHERE run.id = ${runId}`);
  const [beside] = rows;
  if (!beside) throw new Error(`run ${runId} is gone`);
  return beside;
}

export const purgedToo =
  "Users were purged at the same time, so what went with them is not told apart.";

/** A line of a verdict: nothing found is good. */
export const check = (name: string, how: string, found: number) => ({
  name,
  how,
  found,
  good: found === 0,
});
