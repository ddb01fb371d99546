import { sql, type SQL } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import type { Family } from "#lib/families.ts";
import type { LimitOfOne, OverLimit } from "#lib/limit-of-one.ts";
import { overLimit } from "../engine/over-limit.ts";
import { included, type FrozenAnonymization } from "./frozen.ts";

/**
 * Libraries and user groups of whose finished, linked records more would go than the limit lets; records of
 * all families that the job takes from together. `decided` is where each family's decisions are.
 */
export async function overLimitOf(
  tx: Tx,
  frozen: FrozenAnonymization,
  limit: LimitOfOne,
  decided: (family: Family) => SQL,
): Promise<OverLimit[]> {
  // Where the notes' box alone is ticked, a record without a note has nothing to lose.
  const families = included(frozen).map(
    (family) =>
      sql`SELECT library_id, profile_id, goes, ${frozen.families[family].records ? sql`records` : sql`notes`} AS records FROM ${decided(family)} AS d`,
  );
  if (families.length === 0) return [];
  return overLimit(
    tx,
    sql`
    SELECT kind, coalesce(l.code, g.code, '') AS code, takes, total
    FROM (
      SELECT CASE GROUPING(library_id) WHEN 0 THEN 'library' ELSE 'userGroup' END AS kind, library_id, user_group_id,
        coalesce(sum(records) FILTER (WHERE goes), 0) AS takes, sum(records) AS total
      FROM (${sql.join(families, sql` UNION ALL `)}) AS decided JOIN record.profiles p ON p.id = profile_id
      GROUP BY GROUPING SETS ((library_id), (user_group_id))) AS summed
    LEFT JOIN record.libraries l ON l.id = library_id LEFT JOIN record.user_groups g ON g.id = user_group_id`,
    limit,
  );
}
