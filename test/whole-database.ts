import type pg from "pg";

/**
 * Where a text stands in the database: in a row of any table, whatever the column's type, or in the
 * planner's statistics, which are taken first. Names each as schema.table.
 */
export async function placesOf(pool: pg.Pool, text: string): Promise<string[]> {
  await pool.query("ANALYZE");
  const { rows: tables } = await pool.query<{ name: string }>(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
     WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1`,
  );
  const places = [];
  for (const { name } of tables) {
    const { rowCount } = await pool.query(
      `SELECT FROM ${name} AS found WHERE strpos(found::text, $1) > 0 LIMIT 1`,
      [text],
    );
    if (rowCount) places.push(name);
  }
  const { rows: statistics } = await pool.query<{ name: string }>(
    `SELECT DISTINCT format('pg_stats of %I.%I', schemaname, tablename) AS name FROM pg_stats
     WHERE strpos(pg_stats::text, $1) > 0 ORDER BY 1`,
    [text],
  );
  return [...places, ...statistics.map(({ name }) => name)];
}
