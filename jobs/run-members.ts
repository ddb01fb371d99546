import { sql, type SQL } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { memberIds, membersOf } from "#db/queries/set-members.ts";
import { userQuerySchema } from "#lib/user-query.ts";
import type { SetUser } from "#db/queries/sets.ts";
import type { Asked, Range } from "./engine/job.ts";
import { logEvent } from "./engine/move-run.ts";

/** Whoever asked for a run, as sets know them. */
export const setUser = ({ staffId, apiKeyId }: Pick<Asked, "staffId" | "apiKeyId">): SetUser =>
  staffId !== null ? { id: staffId } : apiKeyId !== null ? "key" : "operator";

/** A set as a run is told of it. */
export interface ToldSet {
  set: number;
  /** Left out by runs that older versions asked for. */
  membersVersion?: number | undefined;
}

/**
 * Keeps a set's members as they are now for a run: whoever joins later is of another run. A set that was
 * deleted since the run was asked for, or made somebody else's private one, has none, and the run's log
 * says so; nor has one that somebody changed since its number was confirmed. As lethe_import, the one role
 * of a worker that may ask who is in a set, and by one hand at a time.
 */
export async function keepMembers(
  tx: Tx,
  runId: number,
  { set: setId, membersVersion }: ToldSet,
): Promise<void> {
  const { rows: kept } = await tx.execute(
    sql`SELECT FROM patron.run_members WHERE run_id = ${runId} LIMIT 1`,
  );
  if (kept.length > 0) return;
  const isAnother = sql`EXISTS (SELECT FROM patron.sets s, console.job_runs r
    WHERE s.id = ${setId} AND r.id = ${runId} AND r.confirmed AND s.members_version <> ${membersVersion ?? null}::integer)`;
  const { rows } = await tx.execute<{ query: unknown; visible: boolean }>(sql`
    SELECT s.query, NOT s.private OR r.submitted_via = 'commandLine' OR s.owner_id IS NOT DISTINCT FROM r.staff_id AS visible
    FROM patron.sets s JOIN console.job_runs r ON r.id = ${runId} WHERE s.id = ${setId}`);
  const [set] = rows;
  if (!set) return nobody(tx, runId, "was deleted before the run began");
  if (!set.visible)
    return nobody(tx, runId, "became somebody else's private set before the run began");
  const such = await membersOf(tx, {
    id: setId,
    query: set.query ? userQuerySchema.parse(set.query) : null,
  });
  const { rowCount } = await tx.execute(sql`
    INSERT INTO patron.run_members (run_id, user_id)
    SELECT ${runId}::bigint, members.user_id FROM (${memberIds(such)}) AS members WHERE NOT ${isAnother}`);
  if (rowCount !== 0) return;
  const now = await tx.execute<{ isAnother: boolean }>(sql`SELECT ${isAnother} AS "isAnother"`);
  await nobody(
    tx,
    runId,
    now.rows[0]?.isAnother
      ? "was changed after the run was confirmed"
      : "had no members when the run began",
  );
}

const nobody = (tx: Tx, runId: number, what: string) =>
  logEvent(tx, runId, `The set ${what}, so the run is about nobody.`, "warning");

/** The most bulks of a run about users: enough for many hands to share. */
const mostBulks = 20;

/** Contiguous ranges of about as many users, `enough` at least, which together cover all of `ids`, a query for their id. */
export async function cutUsersIntoBulks(
  tx: Tx,
  ids: SQL,
  enough: number,
): Promise<(Range & { planned: number })[]> {
  const { rows } = await tx.execute<{ last: string; planned: number }>(sql`
    WITH numbered AS MATERIALIZED (
      SELECT id, row_number() OVER (ORDER BY id) AS n, count(*) OVER () AS users FROM (${ids}) AS found)
    SELECT max(id) AS last, count(*)::int AS planned FROM numbered
    GROUP BY floor((n - 1) / greatest(ceil(users / ${mostBulks}::float8), ${enough})) ORDER BY 1`);
  return rows.map(({ last, planned }, n) => ({
    part: "users",
    after: n === 0 ? 0 : Number(rows[n - 1]?.last),
    upTo: Number(last),
    planned,
  }));
}
