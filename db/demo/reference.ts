import { sql } from "drizzle-orm";
import type { Tx } from "../client.ts";
import type { DemoOptions } from "./fill.ts";
import { categories, libraries, titles, userGroups } from "./library.ts";

const LOANS_PER_ITEM = 5;

/** Libraries, locations, groups, categories and items. */
export async function fillReference(tx: Tx, { loans }: DemoOptions): Promise<void> {
  const json = JSON.stringify({ libraries, userGroups, categories });
  await tx.execute(sql`
    INSERT INTO record.libraries (code, name)
    SELECT code, name FROM jsonb_to_recordset(${json}::jsonb -> 'libraries') AS l(code text, name text)`);
  await tx.execute(sql`
    INSERT INTO record.locations (library_id, code, name)
    SELECT b.id, location, initcap(location)
    FROM jsonb_to_recordset(${json}::jsonb -> 'libraries') AS l(code text, locations jsonb)
    JOIN record.libraries b ON b.code = l.code, jsonb_array_elements_text(l.locations) AS location ORDER BY b.id`);
  await tx.execute(sql`
    INSERT INTO record.user_groups (code, name)
    SELECT code, name FROM jsonb_to_recordset(${json}::jsonb -> 'userGroups') AS g(code text, name text)`);
  await tx.execute(sql`
    INSERT INTO record.statistical_categories (type, category)
    SELECT c.type, value FROM jsonb_to_recordset(${json}::jsonb -> 'categories') AS c(type text, "values" jsonb),
      jsonb_array_elements_text(c."values") AS value`);
  await tx.execute(sql`INSERT INTO record.sources (name) VALUES ('demo')`);
  await tx.execute(sql`
    INSERT INTO record.items (barcode, title, author, call_number)
    SELECT '3' || lpad(i::text, 9, '0'),
      ${pick(titles.first, 1)} || ' ' || ${pick(titles.second, 2)} || ${pick(titles.third, 3)},
      ${pick(["Adeyemi", "Bergström", "Castellanos", "Dvořák", "Eriksen", "Fontaine", "Grünwald", "Hassan", "Ishikawa", "Jansen", "Kovač", "Lindqvist", "Moreau", "Ng"], 4)}
        || ', ' || chr(65 + pg_temp.dice(i, 5, 26)) || '.',
      chr(65 + pg_temp.dice(i, 6, 26)) || chr(65 + pg_temp.dice(i, 7, 26)) || ' ' || 100 + pg_temp.dice(i, 8, 900)
        || '.' || chr(65 + pg_temp.dice(i, 9, 26)) || 10 + pg_temp.dice(i, 10, 90)
    FROM generate_series(1, ${itemsFor(loans)}::bigint) AS i ORDER BY i`);
}

export const itemsFor = (loans: number) => Math.max(1, Math.ceil(loans / LOANS_PER_ITEM));

/** One of `list` by the dice of row `i`. */
export function pick(list: readonly string[], salt: number) {
  return sql`(${sql.param(list)}::text[])[1 + pg_temp.dice(i, ${sql.raw(`${salt}`)}, ${sql.raw(`${list.length}`)})]`;
}
