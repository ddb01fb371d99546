import { eq } from "drizzle-orm";
import type { Change } from "#lib/change.ts";
import { Refusal } from "#lib/refusal.ts";
import { userName } from "#lib/user-name.ts";
import type { Tx } from "../client.ts";
import { staffUsers } from "../schema/index.ts";
import { lockStaff, touch, type KnownStaff } from "./staff.ts";
import { lookUpExactly } from "./user-lookup.ts";
import { lockUser, readUser } from "./users.ts";

/** The library's own account of somebody who signs in here; null where none is named. */
export async function readStaffUser(
  tx: Tx,
  staffId: string,
): Promise<{ id: number; name: string; primaryId: string | null } | null> {
  const [tie] = await tx
    .select({ userId: staffUsers.userId })
    .from(staffUsers)
    .where(eq(staffUsers.staffId, staffId));
  const user = tie ? await readUser(tx, tie.userId) : null;
  return user && { id: user.id, name: userName(user), primaryId: user.primaryId };
}

/**
 * Ties a staff account to a user by primary ID or another identifier, or to nobody where that is empty.
 * The audit is kept for ever, so it never tells to whom.
 */
export async function tieStaffUser(
  tx: Tx,
  { person, ...known }: KnownStaff & { person: string },
): Promise<Change> {
  const { staffId } = known;
  await lockStaff(tx, known);
  const before = await readStaffUser(tx, staffId);
  await tx.delete(staffUsers).where(eq(staffUsers.staffId, staffId));
  const userId = person === "" ? null : await oneCalled(tx, person);
  if (userId !== null) await tx.insert(staffUsers).values({ staffId, userId });
  await touch(tx, staffId);
  const isAnother = before !== null && userId !== null && before.id !== userId;
  return {
    action: "staff.tie",
    subject: `staff ${staffId}`,
    before: { user: before ? "tied" : "none" },
    after: { user: userId === null ? "none" : isAnother ? "tied to another" : "tied" },
  };
}

async function oneCalled(tx: Tx, words: string): Promise<number> {
  const [id, ...more] = await lookUpExactly(tx, words);
  if (id === undefined) throw new Refusal("Nobody has this primary ID or identifier.");
  if (more.length > 0) {
    throw new Refusal("More than one person has this identifier. Enter the primary ID instead.");
  }
  await lockUser(tx, id);
  return id;
}
