import { sql, type SQL } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import type { BatchOutcome, Count, Range, Run } from "../engine/job.ts";
import { conditionsOf, type FrozenLetters } from "./frozen.ts";

/** Why a letter that is past its period stays, in words. */
export const reasons = { notSent: "Not sent yet", held: "Legal hold" } as const;

/** The letters of a range of keys within its month, which is the only partition that is looked into. */
const within = ({ part, after, upTo }: Range): SQL =>
  sql`l.created_on >= ${`${part}-01`}::date AND l.created_on < (${`${part}-01`}::date + interval '1 month')::date
    AND l.id > ${after} AND l.id <= ${upTo}`;

/**
 * Removes at most `size` letters of a range. Two statements on purpose: what is past its period is
 * locked, and only then it is asked whether it may still be sent and whether its user is held.
 */
export async function removeLetters(
  tx: Tx,
  run: Run<FrozenLetters>,
  range: Range,
  size: number,
): Promise<BatchOutcome> {
  const { periods, past, waits, held } = conditionsOf(run.frozen, run.cutOff);
  const locked = await tx.execute<{ visited: number; last: string | null }>(sql`
    SELECT count(*)::int AS visited, max(id) AS last FROM (
      SELECT l.id FROM patron.letters l JOIN ${periods} ON p.code = l.letter_code
      WHERE ${within(range)} AND ${past} ORDER BY l.id LIMIT ${size} FOR UPDATE OF l) AS locked`);
  const { visited, last } = locked.rows[0] ?? { visited: 0, last: null };
  const reached = visited < size || last === null ? range.upTo : Number(last);
  if (visited === 0) return { reached, visited, counts: [] };

  // FOR UPDATE left this transaction's id on each row that it locked.
  const looked = sql`p.code = l.letter_code AND ${within({ ...range, upTo: reached })} AND ${past}
    AND l.xmax = (SELECT pg_current_xact_id()::xid)`;
  const { rows } = await tx.execute<{ letterCode: string; letters: number }>(sql`
    WITH gone AS (
      DELETE FROM patron.letters l USING ${periods} WHERE ${looked} AND NOT ${waits} AND NOT ${held} RETURNING l.letter_code
    ) SELECT letter_code AS "letterCode", count(*)::int AS letters FROM gone GROUP BY letter_code`);
  const counts = rows.map(({ letterCode, letters }) => removed(letterCode, letters));
  const gone = rows.reduce((sum, { letters }) => sum + letters, 0);
  if (gone < visited) {
    const kept = await tx.execute<{ notSent: number; held: number }>(sql`
      SELECT count(*) FILTER (WHERE ${waits})::int AS "notSent", count(*) FILTER (WHERE NOT ${waits})::int AS held
      FROM patron.letters l, ${periods} WHERE ${looked}`);
    const { notSent, held: heldBack } = kept.rows[0] ?? { notSent: 0, held: 0 };
    counts.push(
      { measure: "heldBack", label: reasons.notSent, count: notSent },
      { measure: "heldBack", label: reasons.held, count: heldBack },
    );
  }
  return { reached, visited, counts };
}

/** Drops a whole month with every letter in it; null when one of them stays. */
export async function dropMonth(
  tx: Tx,
  run: Run<FrozenLetters>,
  range: Range,
): Promise<BatchOutcome | null> {
  const { rows } = await tx.execute<{ gone: Record<string, number> | null }>(
    sql`SELECT patron.drop_letter_month(${run.id}, ${`${range.part}-01`}::date) AS gone`,
  );
  const gone = rows[0]?.gone;
  if (!gone) return null;
  const counts = Object.entries(gone).map(([code, letters]) => removed(code, letters));
  const visited = counts.reduce((sum, { count }) => sum + count, 0);
  return {
    reached: range.upTo,
    visited,
    counts: visited > 0 ? [...counts, { measure: "months", label: "", count: 1 }] : [],
  };
}

const removed = (letterCode: string, letters: number): Count => ({
  measure: "records",
  label: letterCode,
  count: letters,
});
