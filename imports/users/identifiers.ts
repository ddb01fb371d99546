import { sql } from "drizzle-orm";
import { count, type Merging } from "../merging.ts";
import { places } from "../repeats.ts";
import { bitOf, mentions } from "./said.ts";

/** The identifiers that lines give their users, where they are to be nobody else's. */
const given = "p.kind = 'identifier' AND p.active IS NOT FALSE";
const taken = "l.reason IS NULL AND NOT l.repeated";

/** How an identifier is called in a reason. */
const called = "CASE p.type WHEN 'BARCODE' THEN 'barcode' ELSE 'identifier of type ' || p.type END";

/** Refuses lines with an identifier that another line has too, or another user keeps. */
export async function refuseTakenIdentifiers(merging: Merging): Promise<void> {
  const { tx, staging } = merging;
  const column = mentions(merging, "barcode") ? "barcode" : "user_identifier";
  await refuseShared(merging, column);
  const [lines, parts, matches] = [
    staging.table("lines"),
    staging.table("parts"),
    staging.table("matches"),
  ];
  // A refused line keeps its user's present identifiers, which may refuse another: until nothing changes.
  for (let refused = 1; refused > 0;) {
    refused = await count(
      tx,
      sql`WITH kept AS (
        SELECT DISTINCT ON (l.record) l.record, ${sql.raw(called)} AS called
        FROM ${lines} l
        JOIN ${parts} p ON p.record = l.record AND ${sql.raw(given)}
        JOIN patron.user_identifiers i ON i.active AND i.type = p.type AND lower(i.value) = lower(p.value)
        LEFT JOIN ${matches} own ON own.record = l.record
        WHERE ${sql.raw(taken)} AND i.user_id IS DISTINCT FROM own.user_id
          AND NOT EXISTS (SELECT FROM ${matches} m JOIN ${lines} holder ON holder.record = m.record
            WHERE m.user_id = i.user_id AND holder.reason IS NULL AND ${givesUp})
        ORDER BY l.record, p.type, p.value
      ), refused AS (
        UPDATE ${lines} l SET bad_column = ${column},
          reason = format('This %s belongs to another user.', kept.called)
        FROM kept WHERE kept.record = l.record
        RETURNING 1) SELECT count(*) FROM refused`,
    );
  }
}

/** Whether a line says anew which identifiers of this type its user has. */
const givesUp = sql.raw(`(holder.said & ${bitOf("identifiers")} <> 0
  OR holder.said & ${bitOf("barcode")} <> 0 AND i.type = 'BARCODE')`);

async function refuseShared({ tx, staging }: Merging, column: string): Promise<void> {
  const [lines, parts] = [staging.table("lines"), staging.table("parts")];
  await tx.execute(sql`
    WITH shared AS (
      SELECT p.type, lower(p.value) AS key, min(ARRAY[l.record, l.line]) AS first,
        max(ARRAY[l.record, l.line]) AS last
      FROM ${parts} p JOIN ${lines} l ON l.record = p.record
      WHERE ${sql.raw(`${given} AND ${taken}`)}
      GROUP BY 1, 2 HAVING min(l.record) <> max(l.record)
    ), refused AS (
      SELECT DISTINCT ON (p.record) p.record, s.first, s.last, ${sql.raw(called)} AS called
      FROM shared s JOIN ${parts} p ON p.type = s.type AND lower(p.value) = s.key AND ${sql.raw(given)}
      ORDER BY p.record, p.type, p.value
    )
    UPDATE ${lines} l SET bad_column = ${column},
      reason = ${places("r.first", "(CASE WHEN l.record = r.first[1] THEN r.last ELSE ARRAY[l.record, l.line] END)")}
        || format(' have the same %s.', r.called)
    FROM refused r WHERE r.record = l.record AND ${sql.raw(taken)}`);
}
