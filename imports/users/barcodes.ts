import { sql } from "drizzle-orm";
import { count, type Merging } from "../merging.ts";

/** Refuses lines whose barcode another line has too, or another user keeps. */
export async function refuseTakenBarcodes({ tx, staging }: Merging): Promise<void> {
  const [lines, matches] = [staging.table("lines"), staging.table("matches")];
  await tx.execute(sql`
    WITH shared AS (
      SELECT lower(barcode) AS key, min(line) AS first, max(line) AS last FROM ${lines}
      WHERE barcode IS NOT NULL AND reason IS NULL AND NOT repeated
      GROUP BY 1 HAVING count(*) > 1
    )
    UPDATE ${lines} l SET bad_column = 'barcode', reason = format('Lines %s and %s have the same barcode.',
      s.first, CASE WHEN l.line = s.first THEN s.last ELSE l.line END)
    FROM shared s WHERE s.key = lower(l.barcode) AND l.reason IS NULL AND NOT l.repeated`);
  // A refused line keeps its user's present barcode, which may refuse another: until nothing changes.
  for (let refused = 1; refused > 0;) {
    refused = await count(
      tx,
      sql`WITH refused AS (
        UPDATE ${lines} l SET bad_column = 'barcode',
          reason = format('The barcode "%s" belongs to another user.', l.barcode)
        FROM patron.user_identifiers i
        WHERE l.reason IS NULL AND NOT l.repeated AND i.type = 'BARCODE'
          AND lower(i.value) = lower(l.barcode)
          AND i.user_id IS DISTINCT FROM (SELECT m.user_id FROM ${matches} m WHERE m.line = l.line)
          AND NOT EXISTS (SELECT FROM ${matches} m JOIN ${lines} holder ON holder.line = m.line
            WHERE m.user_id = i.user_id AND holder.reason IS NULL)
        RETURNING 1) SELECT count(*) FROM refused`,
    );
  }
}
