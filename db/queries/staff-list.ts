import { sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { staff, staffAccounts, staffRoles } from "#db/schema/index.ts";
import type { StaffRole } from "#lib/permissions.ts";

export interface StaffRow {
  id: string;
  name: string;
  email: string;
  roles: StaffRole[];
  status: "active" | "invited" | "disabled";
  /** ISO 8601, null when never. */
  lastSignInAt: string | null;
  /** Changes with every change of the account. */
  version: number;
}

/** All accounts by name. An invited one has no password yet. */
export async function listStaff(tx: Tx): Promise<StaffRow[]> {
  const { rows } = await tx.execute<Record<keyof StaffRow, unknown>>(sql`
    SELECT s.id, s.name, s.email,
      array(SELECT r.role::text FROM ${staffRoles} r WHERE r.staff_id = s.id ORDER BY r.role) AS roles,
      CASE WHEN s.disabled THEN 'disabled'
        WHEN EXISTS (SELECT FROM ${staffAccounts} a WHERE a.user_id = s.id AND a.password IS NOT NULL) THEN 'active'
        ELSE 'invited' END AS status,
      signed_in.at AS "lastSignInAt", s.version
    FROM ${staff} AS s
    LEFT JOIN (
      SELECT actor, max(at) AS at FROM console.audit WHERE action = 'staff.signIn' GROUP BY actor
    ) AS signed_in ON signed_in.actor = s.id
    ORDER BY lower(s.name), s.id`);
  return rows.map(toRow);
}

const toRow = (row: Record<keyof StaffRow, unknown>): StaffRow => ({
  id: String(row.id),
  name: String(row.name),
  email: String(row.email),
  roles: row.roles as StaffRole[],
  status: row.status as StaffRow["status"],
  lastSignInAt: row.lastSignInAt === null ? null : toIso(row.lastSignInAt),
  version: Number(row.version),
});

/** Drizzle leaves timestamps of raw SQL as PostgreSQL writes them. */
const toIso = (at: unknown) => new Date(String(at)).toISOString();
