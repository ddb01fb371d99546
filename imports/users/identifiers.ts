import { sql } from "drizzle-orm";
import type { Merging } from "../merging.ts";
import { isHeld } from "../held.ts";
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
  await findClaims(merging);
  // A refused line keeps its user's present identifiers, which refuses those who wait for them.
  await tx.execute(sql`
    WITH RECURSIVE kept (record) AS (
      SELECT record FROM ${staging.table("claims")} WHERE holder IS NULL
      UNION
      SELECT c.record FROM kept JOIN ${staging.table("claims")} c ON c.holder = kept.record
    ), refused AS (
      SELECT DISTINCT ON (p.record) p.record, ${sql.raw(called)} AS called
      FROM ${staging.table("claims")} p
      WHERE p.holder IS NULL OR p.holder IN (SELECT record FROM kept)
      ORDER BY p.record, p.type
    )
    UPDATE ${staging.table("lines")} l SET bad_column = ${column},
      reason = format('This %s belongs to another user.', refused.called)
    FROM refused WHERE refused.record = l.record`);
}

/**
 * Makes the part `claims`: each identifier that a line wants of another user, with the line by which that
 * user may give it up, the `holder`; null where there is none.
 */
async function findClaims({ tx, staging }: Merging): Promise<void> {
  const [lines, matches, claims] = [
    staging.table("lines"),
    staging.table("matches"),
    staging.table("claims"),
  ];
  await tx.execute(sql`
    CREATE UNLOGGED TABLE ${claims} AS
    SELECT l.record, p.type, holder.record AS holder
    FROM ${lines} l
    JOIN ${staging.table("parts")} p ON p.record = l.record AND ${sql.raw(given)}
    JOIN patron.user_identifiers i ON i.active AND i.type = p.type AND lower(i.value) = lower(p.value)
    LEFT JOIN ${matches} own ON own.record = l.record
    LEFT JOIN (${matches} m JOIN ${lines} holder ON holder.record = m.record AND holder.reason IS NULL)
      ON m.user_id = i.user_id AND ${givesUp}
    WHERE ${sql.raw(taken)} AND i.user_id IS DISTINCT FROM own.user_id`);
  await tx.execute(sql`CREATE INDEX ON ${claims} (holder)`);
  await staging.analyze(tx, "claims", []);
}

/** Whether a line says anew which identifiers of this type its user has, of whom nothing is held. */
const givesUp = sql.raw(`NOT ${isHeld("i.user_id")} AND (holder.said & ${bitOf("identifiers")} <> 0
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
