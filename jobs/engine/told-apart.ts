import { sql, type SQL } from "drizzle-orm";
import type { Tx } from "#db/client.ts";

/*
 * What a verifier must not blame a run for: what others did beside it. One row, of how things stood
 * before the run's first batch; gone when it ends.
 */

export const startOfRun = (runId: number): SQL => sql`work.${sql.identifier(`run_${runId}_start`)}`;

/** `counted` is for a run about many: of one person no count of all users is asked. */
export async function keepStart(tx: Tx, runId: number, { counted = true } = {}): Promise<void> {
  await tx.execute(sql`
    CREATE TABLE ${startOfRun(runId)} AS
    SELECT pg_current_snapshot() AS begun, last_user, ${counted ? livingUpTo(sql`last_user`) : sql`NULL::bigint`} AS users
    FROM (SELECT coalesce(max(id), 0) AS last_user FROM patron.users) AS newest`);
}

/** Users who are not deleted, by two indexes alone. */
const livingUpTo = (last: SQL): SQL =>
  sql`((SELECT count(*) FROM patron.users WHERE id <= ${last}) - (SELECT count(*) FROM patron.users WHERE status = 'deleted' AND id <= ${last}))`;

export async function dropStart(tx: Tx, runId: number): Promise<void> {
  await tx.execute(sql`DROP TABLE IF EXISTS ${startOfRun(runId)}`);
}

/** Whether a row's version (its xmin) was written by a transaction that the run's beginning did not see. */
export const changedSince = (version: SQL, runId: number): SQL =>
  sql`coalesce(NOT pg_visible_in_snapshot(
    greatest(pg_current_xact_id()::text::numeric - age(${version}), 3)::text::xid8,
    (SELECT begun FROM ${startOfRun(runId)})), false)`;

export interface Beside {
  /** With a user go links, notes and letters, which the purge counts in its own report. */
  usersWerePurged: boolean;
  /** An import replaces blocks, notes and categories, and tells no user's history. */
  usersWereImported: boolean;
  /** What a hold kept from the run may be free now. */
  holdWasReleased: boolean;
}

export async function readBeside(tx: Tx, runId: number): Promise<Beside> {
  const { rows } = await tx.execute<Beside & Record<string, unknown>>(sql`
    SELECT EXISTS (SELECT FROM console.job_runs purge WHERE purge.job = 'purge-users' AND purge.removed > 0
        AND (purge.ended_at IS NULL OR purge.ended_at >= run.started_at))
      OR ${livingUpTo(sql`start.last_user`)} < start.users
        AS "usersWerePurged",
      EXISTS (SELECT FROM console.audit import WHERE import.action = 'users.import'
        AND import.at > run.started_at - interval '1 day' AND ${changedSince(sql`import.xmin`, runId)}) AS "usersWereImported",
      EXISTS (SELECT FROM patron.legal_holds
        WHERE released_at >= run.started_at - interval '1 minute') AS "holdWasReleased"
    FROM console.job_runs run, ${startOfRun(runId)} AS start WHERE run.id = ${runId}`);
  const [beside] = rows;
  if (!beside) throw new Error(`run ${runId} is gone`);
  return beside;
}

export const purgedToo =
  "Users were purged at the same time. What went with them cannot be told apart, so this was not counted.";

/** The one number that a query finds. */
export async function count(tx: Tx, query: SQL): Promise<number> {
  const { rows } = await tx.execute<{ count: number }>(sql`SELECT (${query})::float8 AS count`);
  return rows[0]?.count ?? 0;
}

/** A line of a verdict: nothing found is good. */
export const check = (name: string, how: string, found: number) => ({
  name,
  how,
  found,
  good: found === 0,
});
