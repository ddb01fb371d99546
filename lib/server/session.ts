import { cache } from "react";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { and, eq, sql } from "drizzle-orm";
import { database } from "#db/client.ts";
import { idle } from "#db/queries/staff-sessions.ts";
import { staff, staffRoles, staffSessions } from "#db/schema/index.ts";
import { permits, type Permission, type StaffRole } from "#lib/permissions.ts";
import { auth } from "./auth.ts";
import { log, newLogId } from "./log.ts";
import { unlessAway } from "./unless-away.ts";

export interface Staff {
  id: string;
  name: string;
  email: string;
  roles: StaffRole[];
  /** Of this sign-in; no secret, which its token is. */
  sessionId: string;
}

/**
 * Who sent these headers, null when nobody is signed in. Roles and whether the account is disabled are
 * read anew each time. `isActivity: false` for what a page asks by itself: it keeps nobody signed in.
 */
export async function staffOf(
  requestHeaders: Headers,
  { isActivity = true } = {},
): Promise<Staff | null> {
  const found = await auth().api.getSession({ headers: requestHeaders });
  if (!found) return null;
  const session = eq(staffSessions.id, found.session.id);
  return database().transaction("lethe_web", async (tx) => {
    await tx.delete(staffSessions).where(and(session, idle));
    if (isActivity) {
      const minuteOld = sql`${staffSessions.updatedAt} < now() - interval '1 minute'`;
      await tx
        .update(staffSessions)
        .set({ updatedAt: sql`now()` })
        .where(and(session, minuteOld));
    }
    const rows = await tx
      .select({ id: staff.id, name: staff.name, email: staff.email, role: staffRoles.role })
      .from(staffSessions)
      .innerJoin(staff, eq(staff.id, staffSessions.userId))
      .leftJoin(staffRoles, eq(staffRoles.staffId, staff.id))
      .where(and(session, eq(staff.disabled, false)));
    const [first] = rows;
    if (!first) return null;
    const { id, name, email } = first;
    const roles = rows.flatMap((row) => row.role ?? []);
    return { id, name, email, roles, sessionId: found.session.id };
  });
}

/** Of the request being answered; read once for all that render it. */
export const currentStaff = cache(async (): Promise<Staff | null> => staffOf(await headers()));

/**
 * For pages and layouts: who looks at this, or instead of the page the way to sign in, the sentence
 * that their roles do not allow it, or the sentence that the database is away.
 */
export async function requireStaff(permission: Permission): Promise<Staff> {
  const person = await unlessAway(currentStaff());
  if (!person) {
    const here = (await headers()).get("x-lethe-path") ?? "/";
    return redirect(`/sign-in?next=${encodeURIComponent(here)}`);
  }
  if (!permits(person.roles, permission)) {
    const id = newLogId();
    log.warn({ id, staff: person.id, permission }, "page refused");
    return redirect(`/no-permission?id=${id}`);
  }
  return person;
}
