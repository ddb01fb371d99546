import { sql, type SQL } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { familyTables } from "#db/families.ts";
import { families } from "#lib/families.ts";
import { purgeReasons, type PurgeReason } from "#lib/purge-fields.ts";
import type { BatchOutcome, Count, Range, Run } from "../engine/job.ts";
import {
  isAbout,
  isCandidate,
  keepingReason,
  membersOfRun,
  type Circumstances,
} from "./decision.ts";
import type { FrozenPurge } from "./frozen.ts";
import { statementsOf } from "./statements.ts";

/** Users of one batch at most: a user has some fifty rows, and all of a batch are locked together. */
const mostUsers = 2_000;

/** What runs count under, besides `records` and `heldBack`. */
export const measures = {
  feesWaived: "feesWaived",
  /** Of the institution's currency. */
  hundredthsWaived: "hundredthsWaived",
  requestsCancelled: "requestsCancelled",
  /** Rows that went, by what they were. */
  removed: "removed",
} as const;

/**
 * Purges at most `size` users of a range. First they and their links are locked, then each is decided on
 * in a statement of its own, and then everything of those who go changes: all of it or nothing.
 */
export async function purgeBatch(
  tx: Tx,
  run: Run<FrozenPurge>,
  range: Range,
  size: number,
): Promise<BatchOutcome> {
  const now: Circumstances = { frozen: run.frozen, cutOff: run.cutOff };
  const limit = Math.min(size, mostUsers);
  const locked = await lockUsers(tx, run, now, range, limit);
  const last = locked.at(-1);
  const reached = locked.length < limit || last === undefined ? range.upTo : Number(last);
  const passedBy = await countPassedBy(tx, run, now, { ...range, upTo: reached });
  if (locked.length === 0) return { reached, visited: 0, counts: passedBy };
  const users = array(locked);
  await lockLinks(tx, users);
  const { going, counts } = await decide(tx, now, users);
  if (going.length > 0) counts.push(...(await purge(tx, run, array(going))));
  return { reached, visited: locked.length, counts: [...counts, ...passedBy] };
}

const array = (ids: string[]): SQL => sql`${sql.param(ids)}::bigint[]`;

const inRange = ({ after, upTo }: Range): SQL => sql`u.id > ${after} AND u.id <= ${upTo}`;

async function lockUsers(
  tx: Tx,
  run: Run<FrozenPurge>,
  now: Circumstances,
  range: Range,
  limit: number,
): Promise<string[]> {
  const { rows } = await tx.execute<{ id: string }>(sql`
    SELECT u.id FROM patron.users u
    WHERE ${inRange(range)} AND ${isAbout(now, membersOfRun(run.id, range))} AND ${isCandidate(now)}
    ORDER BY u.id LIMIT ${limit} FOR UPDATE OF u`);
  return rows.map(({ id }) => id);
}

/** Whoever wants a record of theirs back waits; in the order in which everybody locks. */
async function lockLinks(tx: Tx, users: SQL): Promise<void> {
  for (const family of families) {
    const { links, key } = familyTables[family];
    await tx.execute(sql`SELECT count(*) FROM (
      SELECT FROM ${links} WHERE ${links.userId} = ANY(${users}) ORDER BY ${key} FOR UPDATE) AS locked`);
  }
}

/** Members of the range whom nothing has to be asked of but their purge date. */
async function countPassedBy(
  tx: Tx,
  run: Run<FrozenPurge>,
  now: Circumstances,
  range: Range,
): Promise<Count[]> {
  if (run.frozen.who.kind === "purged") return [];
  const { rows } = await tx.execute<{ reason: PurgeReason; users: number }>(sql`
    SELECT ${keepingReason(now)} AS reason, count(*)::int AS users FROM patron.users u
    WHERE ${inRange(range)} AND ${isAbout(now, membersOfRun(run.id, range))} AND NOT ${isCandidate(now)} GROUP BY 1`);
  return rows.map(({ reason, users }) => heldBack(reason, users));
}

const heldBack = (reason: PurgeReason, count: number): Count => ({
  measure: "heldBack",
  label: purgeReasons[reason],
  count,
});

interface Decided extends Record<string, unknown> {
  reason: PurgeReason | null;
  userGroup: string;
  users: number;
  ids: string[] | null;
}

async function decide(tx: Tx, now: Circumstances, users: SQL) {
  const { rows } = await tx.execute<Decided>(sql`
    SELECT reason, coalesce(g.code, '') AS "userGroup", count(*)::int AS users,
      CASE WHEN reason IS NULL THEN array_agg(decided.id) END AS ids
    FROM (SELECT u.id, u.user_group_id, ${keepingReason(now, { few: true })} AS reason FROM patron.users u WHERE u.id = ANY(${users})) AS decided
    LEFT JOIN record.user_groups g ON g.id = decided.user_group_id GROUP BY 1, 2`);
  const counts = rows.map(({ reason, userGroup, users }) =>
    reason === null
      ? { measure: "records", label: userGroup, count: users }
      : heldBack(reason, users),
  );
  return { going: rows.flatMap(({ ids }) => ids ?? []), counts };
}

/** Everything of these users, as the policy says. */
async function purge(tx: Tx, run: Run<FrozenPurge>, users: SQL): Promise<Count[]> {
  const counts = await settle(tx, run.id, users);
  const id = sql`${run.id}::bigint`;
  for (const statement of statementsOf(run.frozen.policy)) {
    const { rows, rowCount } = await tx.execute<{ count?: string }>(statement.sql(users, id));
    const count = Number(rows[0]?.count ?? rowCount ?? 0);
    if (statement.counted)
      counts.push({ measure: measures.removed, label: statement.counted, count });
  }
  return counts;
}

/** Fees at or below the threshold are waived, and what was asked for is cancelled. */
async function settle(tx: Tx, runId: number, users: SQL): Promise<Count[]> {
  const { rows } = await tx.execute<
    Record<"waived" | "hundredths" | "requests" | "borrowing", string>
  >(sql`SELECT * FROM patron.settle_purged(${runId}, ${users})`);
  const [settled] = rows;
  if (!settled) throw new Error("what was settled has no row");
  const { waived, hundredths, requests, borrowing } = settled;
  return [
    { measure: measures.feesWaived, label: "", count: Number(waived) },
    { measure: measures.hundredthsWaived, label: "", count: Number(hundredths) },
    { measure: measures.requestsCancelled, label: "requests", count: Number(requests) },
    { measure: measures.requestsCancelled, label: "borrowingRequests", count: Number(borrowing) },
  ];
}
