import { sql } from "drizzle-orm";
import type { Merging } from "../merging.ts";

/**
 * Holds the months of letters as they are until the import ends, and makes those that are missing for
 * its letters. They are made beside the import: what that locks is users, types and sources, which must
 * not stay locked while millions of letters are written.
 */
export async function makeMonths({ tx, staging, aside }: Merging): Promise<void> {
  // Takes the lock of a writer, which a month is not dropped beside.
  await tx.execute(sql`UPDATE patron.letters SET channel = channel WHERE false`);
  const { rows } = await tx.execute<{ months: string[] }>(sql`
    SELECT coalesce(array_agg(month::text ORDER BY month), '{}') AS months FROM (
      SELECT DISTINCT date_trunc('month', l.created)::date AS month
      FROM ${staging.table("lines")} l LEFT JOIN console.letter_types t ON t.code = l.letter_code
      WHERE l.reason IS NULL AND l.created::date BETWEEN '1970-01-01' AND current_date
        AND (l.created::date < current_date - t.retention_days) IS NOT TRUE
        AND NOT EXISTS (SELECT FROM record.seen_sources s WHERE s.digest = l.digest)) AS wanted
    WHERE to_regclass('patron.letters_' || to_char(month, 'YYYY_MM')) IS NULL`);
  const months = rows[0]?.months ?? [];
  if (months.length === 0) return;
  await aside((own) =>
    own.execute(
      sql`SELECT patron.make_letter_month(month) FROM unnest(${sql.param(months)}::date[]) AS month`,
    ),
  );
}
