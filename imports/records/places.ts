import { sql, type SQL } from "drizzle-orm";
import { categoryIdsOf, createCodes } from "../codes.ts";
import type { Merging } from "../merging.ts";
import type { CreatedCodes } from "../report.ts";
import type { RecordKind } from "./kind.ts";

/** Group and categories that hold where the line names none. */
const baseGroup = sql.raw(
  "CASE WHEN s.user_group IS NULL THEN coalesce(f.base_group, 0) ELSE 0 END",
);
const baseCategories = sql.raw(
  "CASE WHEN s.statistics IS NULL THEN coalesce(f.base_categories, '{}') ELSE '{}' END",
);

/**
 * One key for all codes of a line, by which lines and `places` are joined: six equal columns are
 * taken for so selective that the join becomes a nested loop. No code holds the separator.
 */
export const codesOf = (kind: RecordKind): SQL =>
  sql`concat_ws(chr(31), s.library, ${location(kind)}, coalesce(s.user_group, ''),
    coalesce(s.statistics, ''), ${baseGroup}, ${baseCategories})`;

const location = ({ located }: RecordKind) => sql.raw(located ? "coalesce(s.location, '')" : "''");

/** Makes the part `places`: each combination of codes in the file, with its ids and its profile. */
export async function resolvePlaces(
  kind: RecordKind,
  { tx, staging }: Merging,
): Promise<CreatedCodes> {
  const [lines, fates] = [staging.table("lines"), staging.table("fates")];
  const [codes, grouped, places] = [
    staging.table("codes"),
    staging.table("grouped"),
    staging.table("places"),
  ];
  await tx.execute(sql`
    CREATE UNLOGGED TABLE ${codes} AS
    SELECT DISTINCT ${codesOf(kind)} AS codes, s.library, ${location(kind)} AS location,
      coalesce(s.user_group, '') AS user_group, coalesce(s.statistics, '') AS statistics,
      ${baseGroup} AS base_group, ${baseCategories} AS base_categories
    FROM ${lines} s JOIN ${fates} f ON f.line = s.line WHERE f.fate IN ('new', 'linked')`);
  const statistics = sql`SELECT statistics FROM ${codes}`;
  const created = await createCodes(tx, {
    places: sql`SELECT DISTINCT library, location FROM ${codes}`,
    userGroups: sql`SELECT DISTINCT user_group AS code FROM ${codes}`,
    statistics,
  });
  await tx.execute(sql`
    CREATE UNLOGGED TABLE ${grouped} AS
    SELECT c.*, l.id AS library_id, o.id AS location_id,
      coalesce(g.id, nullif(c.base_group, 0)) AS group_id, coalesce(s.category_ids, c.base_categories) AS category_ids
    FROM ${codes} c JOIN record.libraries l ON l.code = c.library
    LEFT JOIN record.locations o ON o.library_id = l.id AND o.code = c.location
    LEFT JOIN record.user_groups g ON g.code = c.user_group
    LEFT JOIN (${categoryIdsOf(statistics)}) s ON s.statistics = c.statistics`);
  await tx.execute(sql`
    INSERT INTO record.profiles (user_group_id, category_ids)
    SELECT DISTINCT group_id, category_ids FROM ${grouped} g
    WHERE NOT EXISTS (SELECT FROM record.profiles p
      WHERE coalesce(p.user_group_id, 0) = coalesce(g.group_id, 0) AND p.category_ids = g.category_ids)
    ORDER BY 1, 2 ON CONFLICT DO NOTHING`);
  await tx.execute(sql`
    CREATE UNLOGGED TABLE ${places} AS
    SELECT g.*, p.id AS profile_id FROM ${grouped} g JOIN record.profiles p
      ON coalesce(p.user_group_id, 0) = coalesce(g.group_id, 0) AND p.category_ids = g.category_ids`);
  await tx.execute(sql`ANALYZE ${places}`);
  return created;
}
