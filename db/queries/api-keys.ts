import { eq, sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { apiKeys, staff } from "#db/schema/index.ts";
import type { Change } from "#lib/change.ts";
import { keyScopes, type Permission } from "#lib/permissions.ts";
import { NotFound, Refusal } from "#lib/refusal.ts";

export type ApiKeyStatus = "active" | "expired" | "revoked";

export interface ApiKeyRow {
  id: number;
  name: string;
  prefix: string;
  scopes: Permission[];
  status: ApiKeyStatus;
  /** Who made it; null when the account is gone. */
  madeBy: string | null;
  /** That person's account is disabled, and the key works on. */
  isMakerDisabled: boolean;
  /** Moments as ISO 8601 in UTC. */
  createdAt: string;
  expiresAt: string;
  /** By the hour; null when never. */
  lastUsedAt: string | null;
  revokedAt: string | null;
}

const iso = (column: unknown) =>
  sql<string>`to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`;
const status = sql<ApiKeyStatus>`CASE WHEN ${apiKeys.revokedAt} IS NOT NULL THEN 'revoked'
  WHEN ${apiKeys.expiresAt} <= now() THEN 'expired' ELSE 'active' END`;

/** All keys, those that work first, then newest first. */
export async function listApiKeys(tx: Tx): Promise<ApiKeyRow[]> {
  const rows = await tx
    .select({
      id: apiKeys.id,
      name: apiKeys.name,
      prefix: apiKeys.prefix,
      scopes: apiKeys.scopes,
      status,
      madeBy: staff.name,
      isMakerDisabled: sql<boolean>`coalesce(${staff.disabled}, false)`,
      createdAt: iso(apiKeys.createdAt),
      expiresAt: iso(apiKeys.expiresAt),
      lastUsedAt: sql<string | null>`${iso(apiKeys.lastUsedAt)}`,
      revokedAt: sql<string | null>`${iso(apiKeys.revokedAt)}`,
    })
    .from(apiKeys)
    .leftJoin(staff, eq(staff.id, apiKeys.createdBy))
    .orderBy(sql`${status} <> 'active', ${apiKeys.id} DESC`);
  return rows.map((row) => ({ ...row, scopes: known(row.scopes) }));
}

export interface NewApiKey {
  name: string;
  prefix: string;
  /** SHA-256 of the whole key. */
  secretHash: Buffer;
  scopes: readonly Permission[];
  /** Days from now on, at most a year. */
  days: number;
  /** A staff id. */
  createdBy: string;
}

export async function addApiKey(tx: Tx, input: NewApiKey): Promise<Change> {
  const { name, prefix, secretHash, createdBy, days } = input;
  const foreign = input.scopes.find((scope) => !keyScopes.includes(scope));
  if (foreign !== undefined) throw new Refusal(`A key cannot be given ${foreign}.`);
  const [row] = await tx
    .insert(apiKeys)
    .values({
      name,
      prefix,
      secretHash,
      scopes: [...input.scopes],
      createdBy,
      expiresAt: sql`now() + make_interval(hours => 24 * ${days}::integer)`,
    })
    .returning({ expiresAt: iso(apiKeys.expiresAt) });
  if (!row) throw new Error("a key was not stored");
  return {
    action: "apiKey.make",
    subject: `key ${prefix}`,
    after: { name, scopes: [...input.scopes], expiresAt: row.expiresAt },
  };
}

/** From the next request on the key opens nothing, for good. */
export async function revokeApiKey(tx: Tx, { id }: { id: number }): Promise<Change> {
  const [key] = await tx
    .select({ prefix: apiKeys.prefix, name: apiKeys.name, revokedAt: apiKeys.revokedAt })
    .from(apiKeys)
    .where(eq(apiKeys.id, id))
    .for("update");
  if (!key) throw new NotFound("There is no such key.");
  if (key.revokedAt !== null) throw new Refusal("This key is revoked already.");
  await tx
    .update(apiKeys)
    .set({ revokedAt: sql`now()` })
    .where(eq(apiKeys.id, id));
  return { action: "apiKey.revoke", subject: `key ${key.prefix}`, before: { name: key.name } };
}

export interface FoundApiKey {
  id: number;
  secretHash: Buffer;
  scopes: Permission[];
  status: ApiKeyStatus;
}

export async function findApiKey(tx: Tx, prefix: string): Promise<FoundApiKey | undefined> {
  const [row] = await tx
    .select({ id: apiKeys.id, secretHash: apiKeys.secretHash, scopes: apiKeys.scopes, status })
    .from(apiKeys)
    .where(eq(apiKeys.prefix, prefix));
  return row && { ...row, scopes: known(row.scopes) };
}

/** At most one write an hour, however often a key is used. */
export const noteApiKeyUse = (tx: Tx, id: number) =>
  tx
    .update(apiKeys)
    .set({ lastUsedAt: sql`date_trunc('hour', now(), 'UTC')` })
    .where(
      sql`${apiKeys.id} = ${id} AND ${apiKeys.lastUsedAt} IS DISTINCT FROM date_trunc('hour', now(), 'UTC')`,
    );

/** A scope of another version opens nothing in this one. */
const known = (names: readonly string[]): Permission[] =>
  keyScopes.filter((scope) => names.includes(scope));

/** Who made a key: undefined where there is no key, null where its maker's account is gone. */
export async function makerOfKey(
  tx: Tx,
  apiKeyId: number | null,
): Promise<string | null | undefined> {
  if (apiKeyId === null) return undefined;
  const [key] = await tx
    .select({ createdBy: apiKeys.createdBy })
    .from(apiKeys)
    .where(eq(apiKeys.id, apiKeyId));
  return key?.createdBy;
}
