import { sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { conditionsOf, type FrozenLetters } from "./frozen.ts";

/** The letters of one type in one month. */
export interface Tally {
  /** YYYY-MM. */
  month: string;
  letterCode: string;
  stored: number;
  /** Past their period, those that stay all the same among them. */
  past: number;
  /** What a run removes. */
  goes: number;
  notSent: number;
  held: number;
  /** Days of creation of what goes, YYYY-MM-DD. */
  oldest: string | null;
  newest: string | null;
  /** Keys of what is past, for the bulks of a run. */
  low: number | null;
  high: number | null;
}

/** Every letter asked what the job asks, by type and month. A month is a partition. */
export async function tallyLetters(
  tx: Tx,
  frozen: FrozenLetters,
  cutOff: string,
): Promise<Tally[]> {
  const { periods, past, waits, held } = conditionsOf(frozen, cutOff);
  const { rows } = await tx.execute<Tally & Record<string, unknown>>(sql`
    SELECT to_char(min(created_on), 'YYYY-MM') AS month, letter_code AS "letterCode", count(*)::int AS stored,
      count(*) FILTER (WHERE past)::int AS past, count(*) FILTER (WHERE past AND NOT waits AND NOT held)::int AS goes,
      count(*) FILTER (WHERE past AND waits)::int AS "notSent",
      count(*) FILTER (WHERE past AND NOT waits AND held)::int AS held,
      min(created_on) FILTER (WHERE past AND NOT waits AND NOT held)::text AS oldest,
      max(created_on) FILTER (WHERE past AND NOT waits AND NOT held)::text AS newest,
      min(id) FILTER (WHERE past)::float8 AS low, max(id) FILTER (WHERE past)::float8 AS high
    FROM (
      SELECT l.tableoid, l.id, l.letter_code, l.created_on, ${past} AS past, ${waits} AS waits, ${held} AS held
      FROM patron.letters l LEFT JOIN ${periods} ON p.code = l.letter_code
    ) AS asked
    GROUP BY tableoid, letter_code ORDER BY 1, 2`);
  return rows;
}
