import { createHash, randomUUID } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { staffRateLimits } from "#db/schema/index.ts";

export const MAX_FAILED_KEYS = 10;
export const KEY_LOCK_SECONDS = 60;

const row = staffRateLimits;
const now = sql`(extract(epoch FROM clock_timestamp()) * 1000)::bigint`;
const isPast = sql`${row.lastRequest} < ${now} - ${KEY_LOCK_SECONDS * 1000}::bigint`;

/**
 * Failures are counted by key and network together: who guesses at a key is stopped, and neither the
 * key's owner elsewhere nor another script on the same machine is. Keys that do not exist share one count.
 */
const counterOf = (prefix: string | undefined, requestHeaders: Headers) =>
  `key:${createHash("sha256")
    .update(JSON.stringify([prefix ?? null, networkOf(requestHeaders)]))
    .digest("base64url")}`;

/** One address, of our own choice: client-address.ts. */
const networkOf = (requestHeaders: Headers) => requestHeaders.get("x-forwarded-for") ?? "";

export async function isKeyLocked(
  tx: Tx,
  prefix: string | undefined,
  requestHeaders: Headers,
): Promise<boolean> {
  const [found] = await tx
    .select({ locked: sql<boolean>`${row.count} >= ${MAX_FAILED_KEYS} AND NOT (${isPast})` })
    .from(row)
    .where(eq(row.key, counterOf(prefix, requestHeaders)));
  return found?.locked ?? false;
}

/** A row lives no longer than its lock. */
export async function countFailedKey(
  tx: Tx,
  prefix: string | undefined,
  requestHeaders: Headers,
): Promise<void> {
  await tx.delete(row).where(sql`${row.key} >= 'key:' AND ${row.key} < 'key;' AND ${isPast}`);
  await tx
    .insert(row)
    .values({
      id: randomUUID(),
      key: counterOf(prefix, requestHeaders),
      count: 1,
      lastRequest: now,
    })
    .onConflictDoUpdate({
      target: row.key,
      set: { count: sql`${row.count} + 1`, lastRequest: now },
    });
}
