import { sql, type SQL } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import type { Column } from "./format.ts";
import type { Staging } from "./staging.ts";

/** What makes two lines speak of the same thing. */
export interface Key {
  of: (line: string) => SQL;
  column: string;
}

/** "Lines 3 and 5", or where they are one line its records, of two arrays of a record and its line. */
export const places = (one: string, other: string): SQL =>
  sql.raw(`CASE WHEN ${one}[2] = ${other}[2]
    THEN format('Records %s and %s of line %s', ${one}[1], ${other}[1], ${one}[2])
    ELSE format('Lines %s and %s', ${one}[2], ${other}[2]) END`);

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
  const other = "(CASE WHEN l.record = a.first[1] THEN a.last ELSE ARRAY[l.record, l.line] END)";
  const content = sql.raw(columns.map(({ name }) => `l.${name}`).join(", "));
  await tx.execute(sql`
    WITH repeated AS (
      SELECT ${key.of("l")} AS key FROM ${lines} l WHERE reason IS NULL GROUP BY 1 HAVING count(*) > 1
    ), alike AS (
      SELECT r.key, min(ARRAY[l.record, l.line]) AS first, max(ARRAY[l.record, l.line]) AS last,
        count(DISTINCT md5(ROW(${content})::text)) = 1 AS same
      FROM repeated r JOIN ${lines} l ON ${key.of("l")} = r.key AND l.reason IS NULL GROUP BY r.key
    )
    UPDATE ${lines} l SET
      repeated = a.same,
      bad_column = CASE WHEN NOT a.same THEN ${key.column} END,
      reason = CASE WHEN NOT a.same THEN ${places("a.first", other)}
        || format(' have the same %s and differ.', ${key.column}::text) END
    FROM alike a WHERE ${key.of("l")} = a.key AND l.reason IS NULL AND NOT (a.same AND l.record = a.first[1])`);
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
