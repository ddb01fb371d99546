import { hashPassword, verifyPassword } from "better-auth/crypto";
import type { Tx } from "#db/client.ts";
import { readPasswordHash, setStaffPassword } from "#db/queries/staff.ts";
import type { Change } from "#lib/change.ts";
import { Refusal } from "#lib/refusal.ts";
import { admitAttempt, forgetAttempts, recordFailure } from "./attempts.ts";
import { lockedOut } from "./sign-in.ts";

export const wrongPassword = "This is not your current password. Nothing was changed.";

/**
 * Changes one's own password, which needs the old one: an unlocked desk must not be enough to take over
 * an account. Tries count with those to sign in, and stand in the audit as they do. Ends all sessions of
 * the account.
 */
export async function changeOwnPassword(
  tx: Tx,
  { id, email }: { id: string; email: string },
  { currentPassword, password }: { currentPassword: string; password: string },
): Promise<Change> {
  // In a transaction of its own, since this one is rolled back.
  const refuse = async (sentence: string, admitted: boolean) => {
    await recordFailure(email, { admitted });
    throw new Refusal(sentence);
  };
  if (!(await admitAttempt(email))) return refuse(lockedOut, false);
  const hash = await readPasswordHash(tx, id);
  if (!hash || !(await verifyPassword({ hash, password: currentPassword }))) {
    return refuse(wrongPassword, true);
  }
  await forgetAttempts(email);
  return setStaffPassword(tx, id, await hashPassword(password));
}
