import { randomUUID } from "node:crypto";
import { and, eq, sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { refuseTaken } from "#db/errors.ts";
import { staff, staffAccounts, staffRoles, staffSessions } from "#db/schema/index.ts";
import type { Change } from "#lib/change.ts";
import type { StaffRole } from "#lib/permissions.ts";
import { Refusal, Stale } from "#lib/refusal.ts";

export interface NewStaff {
  name: string;
  email: string;
  roles: StaffRole[];
}

/** An account that nobody can sign in to until it has a password. */
export async function addStaff(tx: Tx, input: NewStaff): Promise<{ id: string; change: Change }> {
  const id = randomUUID();
  const { name, roles } = input;
  await refuseTaken(
    tx.insert(staff).values({ id, name, email: input.email.toLowerCase() }),
    "staff_email_unique",
    "Somebody with this e-mail address already has an account.",
  );
  await writeRoles(tx, id, roles);
  return { id, change: { action: "staff.add", subject: `staff ${id}`, after: { roles } } };
}

/** What a screen was told of an account, so that the second of two savers is told. */
export interface KnownStaff {
  staffId: string;
  /** Of StaffRow. */
  version: number;
}

export async function changeStaffRoles(
  tx: Tx,
  input: KnownStaff & { roles: StaffRole[] },
): Promise<Change> {
  const { staffId, roles } = input;
  await lockStaff(tx, input);
  const before = await readRoles(tx, staffId);
  await tx.delete(staffRoles).where(eq(staffRoles.staffId, staffId));
  await writeRoles(tx, staffId, roles);
  await touch(tx, staffId);
  await refuseWithoutAdministrator(tx);
  return {
    action: "staff.changeRoles",
    subject: `staff ${staffId}`,
    before: { roles: before },
    after: { roles },
  };
}

/** Disabling ends the account's sessions at once. `by` is who asks. */
export async function setStaffDisabled(
  tx: Tx,
  input: KnownStaff & { disabled: boolean },
  by: { id: string },
): Promise<Change> {
  const { staffId, disabled } = input;
  if (disabled && staffId === by.id) throw new Refusal("Nobody can disable their own account.");
  const { disabled: before } = await lockStaff(tx, input);
  await tx.update(staff).set({ disabled }).where(eq(staff.id, staffId));
  await touch(tx, staffId);
  if (disabled) await endSessions(tx, staffId);
  await refuseWithoutAdministrator(tx);
  return {
    action: disabled ? "staff.disable" : "staff.enable",
    subject: `staff ${staffId}`,
    before: { disabled: before },
    after: { disabled },
  };
}

/** A new one-time link is about to be made for the account. */
export async function requireInvitable(tx: Tx, input: KnownStaff): Promise<Change> {
  const { disabled } = await lockStaff(tx, input);
  if (disabled) throw new Refusal("This account is disabled. Enable it first.");
  return { action: "staff.makeLink", subject: `staff ${input.staffId}` };
}

const passwordOf = (staffId: string) =>
  and(eq(staffAccounts.userId, staffId), eq(staffAccounts.providerId, "credential"));

export async function readPasswordHash(tx: Tx, staffId: string): Promise<string | null> {
  const [account] = await tx
    .select({ password: staffAccounts.password })
    .from(staffAccounts)
    .where(passwordOf(staffId));
  return account?.password ?? null;
}

/** `passwordHash` as better-auth makes it. Ends the account's sessions. */
export async function setStaffPassword(
  tx: Tx,
  staffId: string,
  passwordHash: string,
): Promise<Change> {
  const changed = await tx
    .update(staffAccounts)
    .set({ password: passwordHash, updatedAt: sql`now()` })
    .where(passwordOf(staffId))
    .returning({ id: staffAccounts.id });
  if (changed.length === 0) {
    await tx.insert(staffAccounts).values({
      id: randomUUID(),
      accountId: staffId,
      providerId: "credential",
      userId: staffId,
      password: passwordHash,
    });
  }
  await endSessions(tx, staffId);
  return { action: "staff.setPassword", subject: `staff ${staffId}` };
}

/** Makes every other change of accounts wait, so that two cannot each take away the other's last administrator. */
export const holdStaff = (tx: Tx) =>
  tx.execute(sql`SELECT pg_advisory_xact_lock(hashtext('lethe.staff'))`);

export async function lockStaff(tx: Tx, known: KnownStaff): Promise<{ disabled: boolean }> {
  await holdStaff(tx);
  const [found] = await tx
    .select({ disabled: staff.disabled, version: staff.version })
    .from(staff)
    .where(eq(staff.id, known.staffId))
    .for("update");
  if (!found) throw new Refusal("This account does not exist.");
  if (found.version !== known.version) throw new Stale("This account was");
  return found;
}

async function refuseWithoutAdministrator(tx: Tx): Promise<void> {
  const { rows } = await tx.execute(sql`
    SELECT FROM ${staff} AS s
    WHERE NOT s.disabled
      AND EXISTS (SELECT FROM ${staffRoles} r WHERE r.staff_id = s.id AND r.role = 'generalSystemAdministrator')
      AND EXISTS (SELECT FROM ${staffAccounts} a WHERE a.user_id = s.id AND a.password IS NOT NULL)
    LIMIT 1`);
  if (rows.length > 0) return;
  throw new Refusal(
    "This is the last General System Administrator who can sign in. Make another one first.",
  );
}

const readRoles = async (tx: Tx, staffId: string) =>
  (
    await tx
      .select({ role: staffRoles.role })
      .from(staffRoles)
      .where(eq(staffRoles.staffId, staffId))
      .orderBy(staffRoles.role)
  ).map(({ role }) => role);

const writeRoles = (tx: Tx, staffId: string, roles: StaffRole[]) =>
  tx.insert(staffRoles).values(roles.map((role) => ({ staffId, role })));

export const touch = (tx: Tx, staffId: string) =>
  tx
    .update(staff)
    .set({ version: sql`${staff.version} + 1`, updatedAt: sql`now()` })
    .where(eq(staff.id, staffId));

const endSessions = (tx: Tx, staffId: string) =>
  tx.delete(staffSessions).where(eq(staffSessions.userId, staffId));
