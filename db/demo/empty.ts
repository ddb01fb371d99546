import { sql } from "drizzle-orm";
import type { Tx } from "../client.ts";
import { Refusal } from "#lib/refusal.ts";

export async function holdsDemo(tx: Tx): Promise<boolean> {
  const { rows } = await tx.execute<{ demo: boolean }>(
    sql`SELECT is_demo AS demo FROM console.institution`,
  );
  return rows[0]?.demo ?? false;
}

/** Acts as the owner of the tables for the rest of the transaction, where there is such a role. */
export async function becomeOwner(tx: Tx): Promise<void> {
  await tx.execute(sql`
    SELECT set_config('role', CASE WHEN EXISTS (SELECT FROM pg_roles WHERE rolname = 'lethe_owner')
      THEN 'lethe_owner' ELSE 'none' END, true)`);
}

/**
 * Empties a demo library of users, records and runs, and keeps settings, rules, staff and audit.
 * The caller's login must own the tables. Refuses anything that is not a demo.
 */
export async function emptyDatabase(tx: Tx): Promise<void> {
  if (!(await holdsDemo(tx))) throw new Refusal("This is not a demo library; it is not emptied.");
  await becomeOwner(tx);
  const { rows: active } = await tx.execute(
    sql`SELECT FROM console.job_runs WHERE ended_at IS NULL LIMIT 1`,
  );
  if (active.length > 0)
    throw new Refusal("A job is running on the demo library. Abort it or wait for its end.");
  await tx.execute(sql`
    DO $$ BEGIN
      EXECUTE (SELECT 'TRUNCATE ' || string_agg(format('%I.%I', schemaname, tablename), ', ') || ' RESTART IDENTITY'
        FROM pg_tables WHERE schemaname IN ('record', 'patron') AND tablename NOT LIKE 'import\_%');
    END $$`);
  await tx.execute(sql`DELETE FROM console.job_runs`);
  await tx.execute(
    sql`UPDATE console.institution SET is_demo = false, source_key_fingerprint = NULL`,
  );
}
