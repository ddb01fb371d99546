import { and, desc, eq, gt, ne, not, sql } from "drizzle-orm";
import { staffSessions } from "#db/schema/index.ts";
import type { Change } from "#lib/change.ts";
import { Refusal } from "#lib/refusal.ts";
import type { Tx } from "../client.ts";

const IDLE_MINUTES = 30;
/** Nobody was there for so long that the session is over. */
export const idle = sql`${staffSessions.updatedAt} < now() - make_interval(mins => ${IDLE_MINUTES})`;

export interface StaffSession {
  id: string;
  /** ISO 8601, in UTC. */
  since: string;
  activeAt: string;
  address: string | null;
  userAgent: string | null;
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
