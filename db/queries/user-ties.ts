import { sql } from "drizzle-orm";
import type { Change } from "#lib/change.ts";
import { NotFound, Refusal } from "#lib/refusal.ts";
import type { Tx } from "../client.ts";
import { recordUserChange } from "./user-history.ts";
import { lockUser } from "./users.ts";

/*
 * What ties an account to codes and to other accounts: roles, statistical categories and proxies.
 * Each is there or not: the second of two who add or remove one is told so, and no history tells it twice.
 */

export interface UserRole {
  code: string;
  active: boolean;
}

export async function readRoles(tx: Tx, userId: number): Promise<UserRole[]> {
  const { rows } = await tx.execute<UserRole & Record<string, unknown>>(
    sql`SELECT code, active FROM patron.user_roles WHERE user_id = ${userId} ORDER BY code`,
  );
  return rows;
}

/** Adds the role, or makes it active or inactive. */
export async function setRole(
  tx: Tx,
  actor: string,
  { userId, code, active }: { userId: number; code: string; active: boolean },
): Promise<Change> {
  await lockUser(tx, userId);
  await tx.execute(sql`
    INSERT INTO patron.user_roles (user_id, code, active) VALUES (${userId}, ${code}, ${active})
    ON CONFLICT (user_id, code) DO UPDATE SET active = excluded.active`);
  return recordUserChange(tx, actor, { userId, action: "role.set", fields: ["role"] });
}

export async function removeRole(
  tx: Tx,
  actor: string,
  { userId, code }: { userId: number; code: string },
): Promise<Change> {
  await lockUser(tx, userId);
  const { rowCount } = await tx.execute(
    sql`DELETE FROM patron.user_roles WHERE user_id = ${userId} AND code = ${code}`,
  );
  if (!rowCount) throw new NotFound("This user does not have this role any more.");
  return recordUserChange(tx, actor, { userId, action: "role.remove", fields: ["role"] });
}

/** Each as `TYPE:CATEGORY`. */
export async function readCategories(tx: Tx, userId: number): Promise<string[]> {
  const { rows } = await tx.execute<{ category: string }>(sql`
    SELECT c.type || ':' || c.category AS category FROM patron.user_categories u
    JOIN record.statistical_categories c ON c.id = u.category_id
    WHERE u.user_id = ${userId} ORDER BY c.type, c.category`);
  return rows.map(({ category }) => category);
}

export async function addCategory(
  tx: Tx,
  actor: string,
  { userId, category }: { userId: number; category: string },
): Promise<Change> {
  await lockUser(tx, userId);
  const { rowCount } = await tx.execute(sql`
    INSERT INTO patron.user_categories (user_id, category_id)
    VALUES (${userId}, ${await categoryId(tx, category)}) ON CONFLICT DO NOTHING`);
  if (!rowCount) throw new Refusal("This user has this statistical category already.");
  return recordUserChange(tx, actor, { userId, action: "statistics.add", fields: ["statistics"] });
}

export async function removeCategory(
  tx: Tx,
  actor: string,
  { userId, category }: { userId: number; category: string },
): Promise<Change> {
  await lockUser(tx, userId);
  const { rowCount } = await tx.execute(sql`
    DELETE FROM patron.user_categories
    WHERE user_id = ${userId} AND category_id = ${await categoryId(tx, category)}`);
  if (!rowCount) throw new NotFound("This user does not have this statistical category any more.");
  return recordUserChange(tx, actor, {
    userId,
    action: "statistics.remove",
    fields: ["statistics"],
  });
}

async function categoryId(tx: Tx, category: string): Promise<number> {
  const { rows } = await tx.execute<{ id: number }>(
    sql`SELECT id FROM record.statistical_categories WHERE type || ':' || category = ${category}`,
  );
  if (!rows[0]) throw new Refusal("This statistical category does not exist any more.");
  return rows[0].id;
}

/** A user at the other end of a proxy. */
export interface ProxyUser {
  id: number;
  primaryId: string | null;
  firstName: string | null;
  middleName: string | null;
  lastName: string | null;
  status: "active" | "inactive" | "deleted";
}

/** Who acts for the user, and for whom the user acts. */
export interface Proxies {
  proxies: ProxyUser[];
  proxyFor: ProxyUser[];
}

export async function readProxies(tx: Tx, userId: number): Promise<Proxies> {
  const other = async (theirs: "user_id" | "proxy_for_user_id", own: string) => {
    const { rows } = await tx.execute<ProxyUser & Record<string, unknown>>(sql`
      SELECT u.id::float8 AS id, u.primary_id AS "primaryId", u.first_name AS "firstName",
        u.middle_name AS "middleName", u.last_name AS "lastName", u.status
      FROM patron.user_proxies p JOIN patron.users u ON u.id = p.${sql.raw(theirs)}
      WHERE p.${sql.raw(own)} = ${userId} ORDER BY u.id`);
    return rows;
  };
  return {
    proxies: await other("user_id", "proxy_for_user_id"),
    proxyFor: await other("proxy_for_user_id", "user_id"),
  };
}

/** The user with this primary ID may act for the one whose page this is. Both accounts remember it. */
export async function addProxy(
  tx: Tx,
  actor: string,
  { userId, primaryId }: { userId: number; primaryId: string },
): Promise<Change> {
  await lockUser(tx, userId);
  const { rows } = await tx.execute<{ id: number }>(sql`
    SELECT id::float8 AS id FROM patron.users
    WHERE lower(primary_id) = lower(${primaryId}) AND status <> 'deleted' FOR KEY SHARE`);
  const proxy = rows[0]?.id;
  if (proxy === undefined) throw new Refusal("There is no user with this primary ID.");
  if (proxy === userId) throw new Refusal("Nobody is a proxy for themselves.");
  const { rowCount } = await tx.execute(sql`
    INSERT INTO patron.user_proxies (user_id, proxy_for_user_id) VALUES (${proxy}, ${userId})
    ON CONFLICT DO NOTHING`);
  if (!rowCount) throw new Refusal("This user is a proxy already.");
  await recordUserChange(tx, actor, { userId: proxy, action: "proxyFor.add", fields: ["proxy"] });
  return recordUserChange(tx, actor, { userId, action: "proxy.add", fields: ["proxy"] });
}

/** `proxy` acts for `proxyFor` no more. */
export async function removeProxy(
  tx: Tx,
  actor: string,
  { proxy, proxyFor }: { proxy: number; proxyFor: number },
): Promise<Change> {
  // In the order of a purge, which may be about to take either.
  await tx.execute(sql`
    SELECT FROM patron.users WHERE id IN (${proxy}, ${proxyFor}) ORDER BY id FOR NO KEY UPDATE`);
  await lockUser(tx, proxyFor);
  const { rowCount } = await tx.execute(sql`
    DELETE FROM patron.user_proxies WHERE user_id = ${proxy} AND proxy_for_user_id = ${proxyFor}`);
  if (!rowCount) throw new NotFound("This user is not a proxy any more.");
  await recordUserChange(tx, actor, {
    userId: proxy,
    action: "proxyFor.remove",
    fields: ["proxy"],
  });
  return recordUserChange(tx, actor, {
    userId: proxyFor,
    action: "proxy.remove",
    fields: ["proxy"],
  });
}
