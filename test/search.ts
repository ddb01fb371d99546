import type pg from "pg";

/** Every table and column value of the planner's statistics that holds a text, as such or as bytes. */
export async function tablesWith(pool: pg.Pool, text: string): Promise<string[]> {
  const { rows: tables } = await pool.query<{ name: string }>(
    `SELECT format('%I.%I', n.nspname, c.relname) AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind IN ('r', 'p', 'm') AND n.nspname !~ '^(pg_|information_schema)' ORDER BY 1`,
  );
  const found: string[] = [];
  const hex = Buffer.from(text).toString("hex");
  for (const { name } of [...tables, { name: "pg_catalog.pg_stats" }]) {
    const { rows } = await pool.query(
      `SELECT FROM ${name} AS row WHERE position($1 IN row::text) > 0 OR position($2 IN row::text) > 0 LIMIT 1`,
      [text, hex],
    );
    if (rows.length > 0) found.push(name);
  }
  return found;
}
