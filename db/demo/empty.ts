import { sql } from "drizzle-orm";
import type { Tx } from "../client.ts";
import type { jobName } from "../schema/index.ts";
import { Refusal } from "#lib/refusal.ts";

type JobName = (typeof jobName.enumValues)[number];

export async function holdsDemo(tx: Tx): Promise<boolean> {
  const { rows } = await tx.execute<{ demo: boolean }>(
    sql`SELECT is_demo AS demo FROM console.institution`,
  );
  return rows[0]?.demo ?? false;
}

/** Acts as the owner of the tables for the rest of the transaction, where there is such a role. */
export const becomeOwner = (tx: Tx): Promise<void> => become(tx, "lethe_owner");
const becomeImport = (tx: Tx): Promise<void> => become(tx, "lethe_import");

async function become(tx: Tx, role: string): Promise<void> {
  await tx.execute(sql`
    SELECT set_config('role', CASE WHEN EXISTS (SELECT FROM pg_roles WHERE rolname = ${role})
      THEN ${role} ELSE 'none' END, true)`);
}

/**
 * Empties a demo library of users, records and runs, and keeps settings, rules, staff and audit. What
 * was tried out on invented records must not go on by itself on real ones: every schedule becomes
 * inactive, and the jobs whose schedule that changed are returned. Refuses anything that is not a
 * demo. Acts as an import for the rest of the transaction.
 */
export async function emptyDatabase(tx: Tx): Promise<JobName[]> {
  await becomeImport(tx);
  if (!(await holdsDemo(tx))) throw new Refusal("This is not a demo library; it is not emptied.");
  const { rows: active } = await tx.execute(
    sql`SELECT FROM console.job_runs WHERE ended_at IS NULL LIMIT 1`,
  );
  if (active.length > 0)
    throw new Refusal("A job is running on the demo library. Abort it or wait for its end.");
  const { rows } = await tx.execute<{ job: JobName }>(
    sql`SELECT job FROM console.empty_demo() AS job ORDER BY job`,
  );
  return rows.map(({ job }) => job);
}

/** What a demo library holds, null where this is none. */
export async function countDemo(
  tx: Tx,
): Promise<{ users: number; records: number; runs: number } | null> {
  if (!(await holdsDemo(tx))) return null;
  const { rows } = await tx.execute<{ users: number; records: number; runs: number }>(sql`
    SELECT (SELECT count(*) FROM patron.users)::float8 AS users,
      ((SELECT count(*) FROM record.loans) + (SELECT count(*) FROM record.fees)
        + (SELECT count(*) FROM record.requests) + (SELECT count(*) FROM record.borrowing_requests))::float8 AS records,
      (SELECT count(*) FROM console.job_runs)::float8 AS runs`);
  return rows[0] ?? null;
}
