import { sql, type SQL } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import type { Family } from "#lib/families.ts";
import type { OverShare, ShareLimit } from "#lib/share-of-one.ts";
import { included, type FrozenAnonymization } from "./frozen.ts";

/**
 * Libraries and user groups of whose finished, linked records more would go than the limit lets; records of
 * all families that the job takes from together. `decided` is where each family's decisions are.
 */
export async function overShareOf(
  tx: Tx,
  frozen: FrozenAnonymization,
  { percent, from }: ShareLimit,
  decided: (family: Family) => SQL,
): Promise<OverShare[]> {
  // Where the notes' box alone is ticked, a record without a note has nothing to lose.
  const families = included(frozen).map(
    (family) =>
      sql`SELECT library_id, profile_id, goes, ${frozen.families[family].records ? sql`records` : sql`notes`} AS records FROM ${decided(family)} AS d`,
  );
  if (families.length === 0) return [];
  const { rows } = await tx.execute<OverShare & Record<string, unknown>>(sql`
    SELECT kind, coalesce(l.code, g.code, '') AS code, takes::float8, total::float8
    FROM (
      SELECT CASE GROUPING(library_id) WHEN 0 THEN 'library' ELSE 'userGroup' END AS kind, library_id, user_group_id,
        coalesce(sum(records) FILTER (WHERE goes), 0) AS takes, sum(records) AS total
      FROM (${sql.join(families, sql` UNION ALL `)}) AS decided JOIN record.profiles p ON p.id = profile_id
      GROUP BY GROUPING SETS ((library_id), (user_group_id))) AS counted
    LEFT JOIN record.libraries l ON l.id = library_id LEFT JOIN record.user_groups g ON g.id = user_group_id
    WHERE total >= ${from} AND takes * 100 > total * ${percent}
    ORDER BY takes / total DESC, total DESC, kind, code`);
  return rows;
}
