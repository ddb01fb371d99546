import { createHash, randomBytes } from "node:crypto";
import { and, eq, isNotNull, isNull, sql } from "drizzle-orm";
import { openDatabase, type Tx } from "#db/client.ts";
import { setupLinks, staffAccounts } from "#db/schema/index.ts";

const LINK_HOURS = 24;

const hashOfToken = (token: string): string =>
  createHash("sha256").update(token).digest("base64url");

/**
 * The address by which the first account is made, null when somebody can already sign in. Each one
 * replaces the one before it, works once, and for a day.
 */
export async function setupLink(url: string, baseUrl: string): Promise<string | null> {
  const database = openDatabase(url);
  try {
    return await database.transaction("lethe_web", async (tx) => {
      if (await somebodyCanSignIn(tx)) return null;
      return linkTo(baseUrl, await makeSetupToken(tx, null));
    });
  } finally {
    await database.end();
  }
}

export const linkTo = (baseUrl: string, token: string): string =>
  new URL(`/set-up?token=${token}`, baseUrl).href;

export async function somebodyCanSignIn(tx: Tx): Promise<boolean> {
  const accounts = await tx
    .select({ id: staffAccounts.id })
    .from(staffAccounts)
    .where(isNotNull(staffAccounts.password))
    .limit(1);
  return accounts.length > 0;
}

/** A one-time token for `staffId`, or for the first account; older ones of the same end. */
export async function makeSetupToken(tx: Tx, staffId: string | null): Promise<string> {
  const token = randomBytes(32).toString("base64url");
  const ofSame = staffId === null ? isNull(setupLinks.staffId) : eq(setupLinks.staffId, staffId);
  await tx.delete(setupLinks).where(ofSame);
  await tx.insert(setupLinks).values({
    tokenHash: hashOfToken(token),
    staffId,
    expiresAt: sql`now() + make_interval(hours => ${LINK_HOURS})`,
  });
  return token;
}

const isLive = (token: string) =>
  and(eq(setupLinks.tokenHash, hashOfToken(token)), sql`${setupLinks.expiresAt} > now()`);

/** Whose account the token is for (null: the first account); undefined when it is used, expired or unknown. */
export async function readSetupToken(tx: Tx, token: string): Promise<string | null | undefined> {
  const [link] = await tx
    .select({ staffId: setupLinks.staffId })
    .from(setupLinks)
    .where(isLive(token));
  return link?.staffId;
}

/** As readSetupToken, and the token is used up. */
export async function useSetupToken(tx: Tx, token: string): Promise<string | null | undefined> {
  const [link] = await tx
    .delete(setupLinks)
    .where(isLive(token))
    .returning({ staffId: setupLinks.staffId });
  return link?.staffId;
}
