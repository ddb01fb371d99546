import { hashPassword } from "better-auth/crypto";
import { eq } from "drizzle-orm";
import { database } from "#db/client.ts";
import { recordChange } from "#db/queries/audit.ts";
import { addStaff, holdStaff, setStaffPassword } from "#db/queries/staff.ts";
import { staff } from "#db/schema/index.ts";
import { Refusal } from "#lib/refusal.ts";
import { readSetupToken, somebodyCanSignIn, useSetupToken } from "./setup-link.ts";

export const deadLink =
  "This link was used, is older than a day, or is not whole. A General System Administrator can make a new one under Staff; for the very first account, start Lethe again.";

/** For whom a link is: the very first account, or one that an administrator made. */
export type Invitation = { kind: "first" } | { kind: "staff"; name: string; email: string };

/** Null when the link is dead. */
export const readInvitation = (token: string): Promise<Invitation | null> =>
  database().transaction("lethe_web", async (tx) => {
    const staffId = await readSetupToken(tx, token);
    if (staffId === undefined) return null;
    if (staffId === null) return (await somebodyCanSignIn(tx)) ? null : { kind: "first" };
    const [person] = await tx
      .select({ name: staff.name, email: staff.email })
      .from(staff)
      .where(eq(staff.id, staffId));
    return person ? { kind: "staff", ...person } : null;
  });

/** The first account, a General System Administrator, and the end of its link, in one transaction. */
export async function makeFirstStaff(
  token: string,
  person: { name: string; email: string; password: string },
): Promise<void> {
  const hash = await hashFor("first", token, person.password);
  await database().transaction("lethe_web", async (tx) => {
    await holdStaff(tx);
    if ((await useSetupToken(tx, token)) !== null) throw new Refusal(deadLink);
    if (await somebodyCanSignIn(tx)) throw new Refusal(deadLink);
    const { name, email } = person;
    const added = await addStaff(tx, { name, email, roles: ["generalSystemAdministrator"] });
    await recordChange(tx, "setup", added.change);
    await recordChange(tx, "setup", await setStaffPassword(tx, added.id, hash));
  });
}

/** Gives an invited account its password; its e-mail address is returned. */
export async function acceptInvitation(token: string, password: string): Promise<string> {
  const hash = await hashFor("staff", token, password);
  return database().transaction("lethe_web", async (tx) => {
    const staffId = await useSetupToken(tx, token);
    if (!staffId) throw new Refusal(deadLink);
    const [person] = await tx
      .select({ email: staff.email, disabled: staff.disabled })
      .from(staff)
      .where(eq(staff.id, staffId));
    if (!person || person.disabled) throw new Refusal(deadLink);
    await recordChange(tx, staffId, await setStaffPassword(tx, staffId, hash));
    return person.email;
  });
}

/** A hash costs a tenth of a second on purpose, which nobody is to spend here without a live link. */
async function hashFor(kind: Invitation["kind"], token: string, password: string): Promise<string> {
  if ((await readInvitation(token))?.kind !== kind) throw new Refusal(deadLink);
  return hashPassword(password);
}
