import { sql, type SQL } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import type { Column } from "./format.ts";
import type { Staging } from "./staging.ts";

/** What makes two lines speak of the same thing. */
export interface Key {
  of: (line: string) => SQL;
  column: string;
}

/**
 * Lines with the same key: alike, the later ones are marked as repeated; unlike, all of them are
 * refused, each naming another.
 */
export async function settleRepeats(
  tx: Tx,
  staging: Staging,
  key: Key,
  columns: readonly Column[],
): Promise<void> {
  const lines = staging.table("lines");
  const content = sql.raw(columns.map(({ name }) => `l.${name}`).join(", "));
  await tx.execute(sql`
    WITH repeated AS (
      SELECT ${key.of("l")} AS key FROM ${lines} l WHERE reason IS NULL GROUP BY 1 HAVING count(*) > 1
    ), alike AS (
      SELECT r.key, min(l.line) AS first, max(l.line) AS last,
        count(DISTINCT md5(ROW(${content})::text)) = 1 AS same
      FROM repeated r JOIN ${lines} l ON ${key.of("l")} = r.key AND l.reason IS NULL GROUP BY r.key
    )
    UPDATE ${lines} l SET
      repeated = a.same,
      bad_column = CASE WHEN NOT a.same THEN ${key.column} END,
      reason = CASE WHEN NOT a.same THEN format('Lines %s and %s have the same %s and differ.',
        a.first, CASE WHEN l.line = a.first THEN a.last ELSE l.line END, ${key.column}::text) END
    FROM alike a WHERE ${key.of("l")} = a.key AND l.reason IS NULL AND NOT (a.same AND l.line = a.first)`);
}

/** A line that repeats a refused one is refused with it. */
export async function refuseRepeats(tx: Tx, staging: Staging, key: Key): Promise<void> {
  const lines = staging.table("lines");
  await tx.execute(sql`
    UPDATE ${lines} l SET bad_column = first.bad_column, reason = first.reason
    FROM ${lines} first
    WHERE l.repeated AND l.reason IS NULL AND NOT first.repeated AND first.reason IS NOT NULL
      AND ${key.of("first")} = ${key.of("l")}`);
}
