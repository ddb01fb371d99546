import { createHash, randomUUID } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { database } from "#db/client.ts";
import { auditedInMinute, recordChange } from "#db/queries/audit.ts";
import { staff, staffRateLimits } from "#db/schema/index.ts";

export const MAX_ATTEMPTS = 5;
export const LOCK_SECONDS = 15 * 60;
/** On one account while it is locked, or on accounts that there are not: nothing else bounds these over many networks. */
export const FAILURES_AUDITED_A_MINUTE = 30;

const keyOf = (email: string) =>
  `account:${createHash("sha256").update(email.trim().toLowerCase()).digest("base64url")}`;

/**
 * Counts a try on an account before its password is looked at, so that tries at the same time count
 * too. False when the account is locked; tries on a locked account do not lock it longer.
 */
export async function admitAttempt(email: string): Promise<boolean> {
  const row = staffRateLimits;
  const now = sql`(extract(epoch FROM clock_timestamp()) * 1000)::bigint`;
  const forgotten = sql`${row.lastRequest} < ${now} - ${LOCK_SECONDS * 1000}::bigint`;
  const [attempt] = await database().transaction("lethe_web", (tx) =>
    tx
      .insert(row)
      .values({ id: randomUUID(), key: keyOf(email), count: 1, lastRequest: now })
      .onConflictDoUpdate({
        target: row.key,
        set: {
          count: sql`CASE WHEN ${forgotten} THEN 1 ELSE least(${row.count}, ${MAX_ATTEMPTS}) + 1 END`,
          lastRequest: sql`CASE WHEN ${forgotten} OR ${row.count} < ${MAX_ATTEMPTS} THEN ${now} ELSE ${row.lastRequest} END`,
        },
      })
      .returning({ count: row.count }),
  );
  return attempt !== undefined && attempt.count <= MAX_ATTEMPTS;
}

export async function forgetAttempts(email: string): Promise<void> {
  await database().transaction("lethe_web", (tx) =>
    tx.delete(staffRateLimits).where(eq(staffRateLimits.key, keyOf(email))),
  );
}

/** The address that was typed may be anybody's, and is kept only as the account that it is of. */
export const recordFailure = (email: unknown) =>
  database().transaction("lethe_web", async (tx) => {
    const typed = typeof email === "string" ? email.trim().toLowerCase() : "";
    const [account] = await tx
      .select({ id: staff.id })
      .from(staff)
      .where(sql`lower(${staff.email}) = ${typed}`);
    const action = "staff.signInFailed";
    const subject = account ? `staff ${account.id}` : "an unknown account";
    if ((await auditedInMinute(tx, { action, subject })) >= FAILURES_AUDITED_A_MINUTE) return;
    await recordChange(tx, "unknown", { action, subject });
  });
