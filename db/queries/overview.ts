import { sql } from "drizzle-orm";
import type { Tx } from "../client.ts";

/** Accounts whose purge date has come, and that are still there. */
export async function usersPastPurgeDate(tx: Tx): Promise<number> {
  const { rows } = await tx.execute<{ users: number }>(sql`
    SELECT count(*)::float8 AS users FROM patron.users, console.institution
    WHERE purge_date <= (now() AT TIME ZONE time_zone)::date AND deleted_on IS NULL`);
  return rows[0]?.users ?? 0;
}

/** False after `migrate --single-role`, when every transaction has all that the login may do. */
export async function rolesAreSeparate(tx: Tx): Promise<boolean> {
  const { rows } = await tx.execute<{ role: string }>(sql`SELECT current_role AS role`);
  return rows[0]?.role === "lethe_web";
}
