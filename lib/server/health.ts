import { sql } from "drizzle-orm";
import { database, type Tx } from "#db/client.ts";
import journal from "#db/migrations/meta/_journal.json" with { type: "json" };
import { sqlState } from "#db/errors.ts";
import { logError } from "./log.ts";
import { isUnavailable, unavailable } from "./unavailable.ts";

type Health = { ok: true; answer: { status: "ok" } } | { ok: false; answer: Unwell };
interface Unwell {
  status: "unavailable";
  error: string;
}

const newest = Math.max(...journal.entries.map((entry) => entry.when));
const UNDEFINED_TABLE = "42P01";

/** Whether this web server can do its work: the database answers and has this version's tables. */
export async function health(): Promise<Health> {
  try {
    const problem = await database().transaction("lethe_web", problemOf, {
      statementTimeoutMs: 5_000,
    });
    return problem ? unwell(problem) : { ok: true, answer: { status: "ok" } };
  } catch (error) {
    if (isUnavailable(error)) return unwell(unavailable);
    if (sqlState(error) === UNDEFINED_TABLE) return unwell(behind);
    logError("health could not be told", error);
    return unwell("Something is wrong with the database. The log of the web server tells more.");
  }
}

const unwell = (error: string): Health => ({ ok: false, answer: { status: "unavailable", error } });

const behind = "The database is older than this version of Lethe. Run migrate, then try again.";
const ahead = "The database was migrated by a newer version of Lethe. Update Lethe.";

async function problemOf(tx: Tx): Promise<string | undefined> {
  await tx.execute(sql`SELECT FROM console.institution`);
  const { rows } = await tx.execute<{ at: string }>(
    sql`SELECT max(created_at) AS at FROM migrations.__drizzle_migrations`,
  );
  const applied = Number(rows[0]?.at ?? 0);
  if (applied < newest) return behind;
  return applied > newest ? ahead : undefined;
}
