import { sql } from "drizzle-orm";
import type { Merging } from "../merging.ts";

/**
 * Takes out of the part `parts` the notes that Update/Notify Users removed, and returns how many. Where the
 * same note stands again, staff wrote it since, and the file speaks of it as of any other. A note without a
 * type may be of any.
 */
export async function leaveOutRemovedNotes({ tx, staging }: Merging): Promise<number> {
  const { rowCount } = await tx.execute(sql`
    DELETE FROM ${staging.table("parts")} p
    USING ${staging.table("users")} u JOIN patron.removed_user_notes r ON r.user_id = u.user_id
    WHERE p.kind = 'note' AND p.record = u.record
      AND coalesce(p.type = r.type, true) AND coalesce(p.created <= r.removed_at, true)
      AND NOT EXISTS (SELECT FROM patron.user_notes n WHERE n.user_id = u.user_id AND n.text = p.value
        AND coalesce(p.type = coalesce(n.type, ''), true))`);
  return rowCount ?? 0;
}
