import { sql, type SQL } from "drizzle-orm";
import { familyTables } from "#db/families.ts";
import type { Family } from "#lib/families.ts";
import { decidingRule, letsGo, type Circumstances } from "./decision.ts";
import type { FrozenFamily } from "./frozen.ts";

/**
 * SQL for every finished record's decision, grouped small enough to be added up in any direction; days and
 * example are of what has something to lose. OFFSET 0 keeps PostgreSQL from expecting about a group for
 * each record, and so from sorting them all.
 */
export function decidedRecords(
  family: Family,
  frozen: FrozenFamily,
  circumstances: Circumstances,
): SQL {
  const { links, key, notes, noteKey } = familyTables[family];
  const goes = frozen.records || frozen.notes ? letsGo(frozen, sql`rule`) : sql`false`;
  const loses = frozen.records ? sql`` : sql` FILTER (WHERE note IS NOT NULL)`;
  return sql`
    SELECT rule, ${goes} AS goes, library_id, profile_id, count(*) AS records, count(note) AS notes,
      min(ended_on)${loses} AS oldest, max(ended_on)${loses} AS newest, min(key)${loses} AS example
    FROM (
      SELECT ${key} AS key, ${decidingRule(family, frozen, circumstances)} AS rule, ${links.libraryId} AS library_id,
        ${links.profileId} AS profile_id, ${links.endedOn} AS ended_on, ${notes.text} AS note
      FROM ${links} LEFT JOIN ${notes} ON ${noteKey} = ${key} WHERE ${links.finished} OFFSET 0) AS decided
    GROUP BY rule, library_id, profile_id`;
}
