import { sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { familyTables } from "#db/families.ts";
import type { Family } from "#lib/families.ts";
import { decidingRule, parametersOf, type Circumstances } from "./decision.ts";
import type { FrozenFamily } from "./frozen.ts";

/** Why a rule decides nothing: it matches nothing, or what it matches is taken by rules before it. */
export interface Idle {
  matches: number;
  /** Places of the rules that decide about what it matches. */
  takenBy: number[];
}

/**
 * Of rules that decide nothing, by their positions: how much they match, and which rules take it. What
 * stays before any rule is asked is asked of none.
 */
export async function countIdle(
  tx: Tx,
  family: Family,
  frozen: FrozenFamily,
  positions: number[],
  circumstances: Circumstances,
): Promise<Map<number, Idle>> {
  if (positions.length === 0) return new Map();
  const { links } = familyTables[family];
  const asked = positions.flatMap((position) => {
    const rule = frozen.rules[position];
    if (!rule) return [];
    return [sql`(${sql.join(parametersOf(family, rule, circumstances), sql` AND `)})`];
  });
  const counts = positions.map(
    (position) => sql`count(*) FILTER (WHERE ${sql.identifier(`rule_${position}`)})::int`,
  );
  const named = asked.map(
    (match, index) => sql`${match} AS ${sql.identifier(`rule_${positions[index]}`)}`,
  );
  const { rows } = await tx.execute<{ position: number; counts: number[] }>(sql`
    SELECT position, ARRAY[${sql.join(counts, sql`, `)}] AS counts
    FROM (SELECT ${decidingRule(family, frozen, circumstances)} AS position, ${sql.join(named, sql`, `)}
      FROM ${links} WHERE ${links.finished}) AS asked
    WHERE position >= 0 GROUP BY position ORDER BY position`);
  return new Map(
    positions.map((position, index) => {
      const taking = rows.filter((row) => (row.counts[index] ?? 0) > 0);
      const matches = taking.reduce((sum, row) => sum + (row.counts[index] ?? 0), 0);
      return [
        position,
        { matches, takenBy: taking.flatMap((row) => frozen.rules[row.position]?.place ?? []) },
      ];
    }),
  );
}
