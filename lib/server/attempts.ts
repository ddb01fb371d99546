import { createHash, randomUUID } from "node:crypto";
import { eq, inArray, sql } from "drizzle-orm";
import { database } from "#db/client.ts";
import { auditedInMinute, recordChange } from "#db/queries/audit.ts";
import { staff, staffRateLimits } from "#db/schema/index.ts";

export const MAX_ATTEMPTS = 5;
export const LOCK_SECONDS = 15 * 60;
/** On one account while it is locked, or on accounts that do not exist: nothing else bounds these over many networks. */
export const FAILURES_AUDITED_A_MINUTE = 30;

const keyOf = (email: string) =>
  `account:${createHash("sha256").update(email.trim().toLowerCase()).digest("base64url")}`;

/**
 * Counts a try on an account before its password is looked at, so that tries at the same time count
 * too. False when the account is locked: for a quarter of an hour from the last try that was let in.
 */
export const admitAttempt = (email: string): Promise<boolean> =>
  admit(keyOf(email), { seconds: LOCK_SECONDS, most: MAX_ATTEMPTS, from: "last" });

/** better-auth's own moves the window with each request, and so never ends it where there are always some. */
export const requestLimits = {
  async consume(key: string, { window, max }: { window: number; max: number }) {
    const allowed = await admit(key, { seconds: window, most: max, from: "first" });
    return { allowed, retryAfter: allowed ? null : window };
  },
};

interface Limit {
  seconds: number;
  most: number;
  /** Whether the seconds run from the first or from the last that was admitted. */
  from: "first" | "last";
}

/** What is not admitted makes nothing last longer. A new start forgets what no limit looks at any more. */
async function admit(key: string, { seconds, most, from }: Limit): Promise<boolean> {
  const row = staffRateLimits;
  const now = sql`(extract(epoch FROM clock_timestamp()) * 1000)::bigint`;
  const before = (past: number) => sql`${row.lastRequest} < ${now} - ${past * 1000}::bigint`;
  const isOver = before(seconds);
  const moves = from === "last" ? sql`${row.count} < ${most}` : sql`false`;
  return database().transaction("lethe_web", async (tx) => {
    const [counted] = await tx
      .insert(row)
      .values({ id: randomUUID(), key, count: 1, lastRequest: now })
      .onConflictDoUpdate({
        target: row.key,
        set: {
          count: sql`CASE WHEN ${isOver} THEN 1 ELSE least(${row.count}, ${most}) + 1 END`,
          lastRequest: sql`CASE WHEN ${isOver} OR ${moves} THEN ${now} ELSE ${row.lastRequest} END`,
        },
      })
      .returning({ count: row.count });
    if (counted?.count === 1) {
      const past = tx.select({ id: row.id }).from(row).where(before(LOCK_SECONDS));
      await tx.delete(row).where(inArray(row.id, past.for("update", { skipLocked: true })));
    }
    return counted !== undefined && counted.count <= most;
  });
}

export async function forgetAttempts(email: string): Promise<void> {
  await database().transaction("lethe_web", (tx) =>
    tx.delete(staffRateLimits).where(eq(staffRateLimits.key, keyOf(email))),
  );
}

/**
 * The address that was typed may be anybody's, and is kept only as the account that it is of. What was
 * `admitted` on an account is recorded always; the lock bounds it.
 */
export const recordFailure = (email: unknown, { admitted }: { admitted: boolean }) =>
  database().transaction("lethe_web", async (tx) => {
    const typed = typeof email === "string" ? email.trim().toLowerCase() : "";
    const [account] = await tx
      .select({ id: staff.id })
      .from(staff)
      .where(sql`lower(${staff.email}) = ${typed}`);
    const action = "staff.signInFailed";
    const subject = account ? `staff ${account.id}` : "an unknown account";
    const isBounded = account && admitted;
    if (!isBounded && (await auditedInMinute(tx, { action, subject })) >= FAILURES_AUDITED_A_MINUTE)
      return;
    await recordChange(tx, "unknown", { action, subject });
  });
