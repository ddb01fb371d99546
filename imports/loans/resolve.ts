import { sql } from "drizzle-orm";
import { categoryIdsOf, createCodes } from "../codes.ts";
import type { Merging } from "../merging.ts";
import type { CreatedCodes } from "../report.ts";
import { mergeItems } from "./items.ts";

/**
 * Makes the part `loans`: what is to be written of each new and linked loan, codes turned into ids,
 * in the order of the digests.
 */
export async function resolveLoans(merging: Merging, sourceId: number): Promise<CreatedCodes> {
  const { tx, staging } = merging;
  const [lines, fates, loans] = [
    staging.table("lines"),
    staging.table("fates"),
    staging.table("loans"),
  ];
  const created = await resolvePlaces(merging);
  const items = await mergeItems(merging);
  await tx.execute(sql`
    CREATE UNLOGGED TABLE ${loans} AS
    SELECT r.digest, r.line, f.fate AS verdict, f.loan_id, f.user_id, i.id AS item_id,
      i.changed AS item_changed, p.library_id, p.location_id, p.profile_id,
      r.loan_date AS loaned_at, r.due_date AS due_at, r.return_date AS returned_at,
      r.closed_date AS closed_at, coalesce(r.renewals, 0::smallint) AS renewals,
      coalesce(r.process_status, 'normal') AS process_status, r.note,
      ${sql.raw(`${sourceId}::smallint`)} AS source_id, r.loan_id AS source_number
    FROM ${lines} r JOIN ${fates} f ON f.line = r.line
    JOIN ${items} i ON i.barcode = r.item_barcode
    JOIN ${staging.table("places")} p ON p.codes = ${codesOf}
    WHERE f.fate IN ('new', 'linked')
    ORDER BY r.digest`);
  await tx.execute(sql`CREATE INDEX ON ${loans} (digest)`);
  await staging.analyze(tx, "loans", ["note", "source_number"]);
  return created;
}

/** Group and categories that hold where the line names none. */
const baseGroup = sql.raw(
  "CASE WHEN r.user_group IS NULL THEN coalesce(f.base_group, 0) ELSE 0 END",
);
const baseCategories = sql.raw(
  "CASE WHEN r.statistics IS NULL THEN coalesce(f.base_categories, '{}') ELSE '{}' END",
);

/**
 * One key for all codes of a line, by which lines and `places` are joined: six equal columns are
 * taken for so selective that the join becomes a nested loop. No code holds the separator.
 */
const codesOf = sql`concat_ws(chr(31), r.library, coalesce(r.location, ''), coalesce(r.user_group, ''),
  coalesce(r.statistics, ''), ${baseGroup}, ${baseCategories})`;

/** Makes the part `places`: each combination of codes in the file, with its ids and its profile. */
async function resolvePlaces({ tx, staging }: Merging): Promise<CreatedCodes> {
  const [lines, fates] = [staging.table("lines"), staging.table("fates")];
  const [codes, grouped, places] = [
    staging.table("codes"),
    staging.table("grouped"),
    staging.table("places"),
  ];
  await tx.execute(sql`
    CREATE UNLOGGED TABLE ${codes} AS
    SELECT DISTINCT ${codesOf} AS codes, r.library, coalesce(r.location, '') AS location,
      coalesce(r.user_group, '') AS user_group, coalesce(r.statistics, '') AS statistics,
      ${baseGroup} AS base_group, ${baseCategories} AS base_categories
    FROM ${lines} r JOIN ${fates} f ON f.line = r.line WHERE f.fate IN ('new', 'linked')`);
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
