import type pg from "pg";

export const everyRole = ["lethe_web", "lethe_worker", "lethe_import", "lethe_statistics"];

/** SQLSTATE of insufficient privilege. */
export const refused = "42501";

/** The SQLSTATE that a role gets for a statement, "" when it succeeds; nothing of it stays. */
export async function attemptAs(pool: pg.Pool, role: string, statement: string): Promise<string> {
  const client = await pool.connect();
  try {
    await client.query("BEGIN");
    await client.query(`SET LOCAL ROLE ${role}`);
    await client.query(statement);
    return "";
  } catch (error) {
    return (error as { code?: string }).code ?? "unknown";
  } finally {
    await client.query("ROLLBACK");
    client.release();
  }
}

/** A schema's tables by their qualified names, in order. */
export async function tablesIn(pool: pg.Pool, schema: string): Promise<string[]> {
  const { rows } = await pool.query<{ name: string }>(
    "SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname = $1 ORDER BY 1",
    [schema],
  );
  return rows.map(({ name }) => name);
}
