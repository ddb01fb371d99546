import { and, desc, eq, gt, lte, ne, not, or, sql } from "drizzle-orm";
import { staffSessions } from "#db/schema/index.ts";
import type { Change } from "#lib/change.ts";
import type { StaffRole } from "#lib/permissions.ts";
import { Refusal } from "#lib/refusal.ts";
import { IDLE_MINUTES, type SessionTime } from "#lib/session-limits.ts";
import type { Tx } from "../client.ts";

/** Nobody was there for so long that the session is over. */
const idle = sql`${staffSessions.updatedAt} < now() - make_interval(mins => ${IDLE_MINUTES})`;

export interface StaffSession {
  id: string;
  /** ISO 8601, in UTC. */
  since: string;
  activeAt: string;
  address: string | null;
  userAgent: string | null;
}

export interface Visitor {
  id: string;
  name: string;
  email: string;
  roles: StaffRole[];
  sessionId: string;
  /** What stands above the menu of every page. */
  library: { name: string; isDemo: boolean };
}

/**
 * Who has the session of this token, in one statement: it comes before every page. A session that is
 * over goes, one in which somebody does something lives on.
 */
export async function visit(
  tx: Tx,
  token: string,
  { isActivity }: { isActivity: boolean },
): Promise<Visitor | undefined> {
  const { rows } = await tx.execute<Visitor & Record<string, unknown>>(sql`
    WITH known AS (
      SELECT id, user_id, updated_at < now() - interval '1 minute' AS is_minute_old,
        ${staffSessions.expiresAt} <= now() OR ${idle} AS is_over
      FROM ${staffSessions} WHERE token = ${token}
    ), ended AS (
      DELETE FROM ${staffSessions} WHERE id IN (SELECT id FROM known WHERE is_over)
    ), kept AS (
      UPDATE ${staffSessions} SET updated_at = now()
      WHERE ${isActivity} AND id IN (SELECT id FROM known WHERE is_minute_old AND NOT is_over)
    )
    SELECT staff.id, staff.name, staff.email, known.id AS "sessionId",
      ARRAY(SELECT role::text FROM console.staff_roles WHERE staff_id = staff.id) AS roles,
      json_build_object('name', institution.name, 'isDemo', institution.is_demo) AS library
    FROM known JOIN console.staff ON staff.id = known.user_id CROSS JOIN console.institution
    WHERE NOT known.is_over AND NOT staff.disabled`);
  return rows[0];
}

/** What the session of this token has left; undefined once it is over. */
export async function timeLeft(tx: Tx, token: string): Promise<SessionTime | undefined> {
  const { rows } = await tx.execute<SessionTime & Record<string, unknown>>(sql`
    SELECT staff, floor(extract(epoch FROM least(idle_at, expires_at) - now()))::int AS "secondsLeft",
      idle_at < expires_at AS "mayExtend"
    FROM (SELECT user_id AS staff, expires_at, updated_at + make_interval(mins => ${IDLE_MINUTES}) AS idle_at
      FROM ${staffSessions} WHERE token = ${token}) AS session
    WHERE least(idle_at, expires_at) > now()`);
  return rows[0];
}

/** Where somebody is signed in, the last active first. */
export async function listSessions(tx: Tx, staffId: string): Promise<StaffSession[]> {
  const rows = await tx
    .select()
    .from(staffSessions)
    .where(
      and(eq(staffSessions.userId, staffId), gt(staffSessions.expiresAt, sql`now()`), not(idle)),
    )
    .orderBy(desc(staffSessions.updatedAt), staffSessions.id);
  return rows.map(({ id, createdAt, updatedAt, ipAddress, userAgent }) => ({
    id,
    since: createdAt.toISOString(),
    activeAt: updatedAt.toISOString(),
    address: ipAddress || null,
    userAgent: userAgent || null,
  }));
}

/** Those that nobody came back to say from where somebody worked, and when. */
export async function forgetEndedSessions(tx: Tx): Promise<void> {
  await tx.delete(staffSessions).where(or(lte(staffSessions.expiresAt, sql`now()`), idle));
}

/** Signs somebody out everywhere but here. */
export async function endOtherSessions(
  tx: Tx,
  { id, sessionId }: { id: string; sessionId: string },
): Promise<Change> {
  const ended = await tx
    .delete(staffSessions)
    .where(and(eq(staffSessions.userId, id), ne(staffSessions.id, sessionId)))
    .returning({ id: staffSessions.id });
  if (ended.length === 0) throw new Refusal("You are signed in nowhere else.");
  return { action: "staff.endSessions", subject: `staff ${id}`, after: { sessions: ended.length } };
}
