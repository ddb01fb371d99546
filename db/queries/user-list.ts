import { sql, type SQL } from "drizzle-orm";
import type { RecordType, UserStatus } from "#lib/user-fields.ts";
import type { UserOrder, UserSearch } from "#lib/user-search.ts";
import type { Tx } from "../client.ts";
import { lookUp } from "./user-lookup.ts";
import { usersMatching } from "./user-query.ts";

export interface UserPageQuery {
  order: UserOrder;
  descending: boolean;
  /** The page begins behind this user. */
  after?: number;
  limit: number;
}

/** A user in a line. Days are YYYY-MM-DD. */
export interface UserRow {
  id: number;
  primaryId: string | null;
  firstName: string | null;
  middleName: string | null;
  lastName: string | null;
  status: UserStatus;
  recordType: RecordType;
  /** Name of the user group. */
  userGroup: string | null;
  expiryDate: string | null;
  purgeDate: string | null;
}

export interface UserPage {
  users: UserRow[];
  /** The `after` of the next page; null on the last. */
  next: number | null;
}

/** Which users are meant. */
export interface Such {
  /** A condition on `patron.users u`. */
  where: SQL;
  /**
   * Found first and ordered afterwards, rather than picked out while an order is walked along: right
   * where few are meant, and where a walk met too few.
   */
  first: boolean;
}

export const everyone: Such = { where: sql`true`, first: false };

/** `isCapped` when more users fit the words than were looked at. */
export async function usersSearched(
  tx: Tx,
  { text, query }: UserSearch,
): Promise<Such & { isCapped: boolean }> {
  const found = text && (await lookUp(tx, text));
  const conditions = [
    ...(found ? [sql`u.id = ANY(${sql.param(found.ids)}::bigint[])`] : []),
    ...(query ? [await usersMatching(tx, query)] : []),
  ];
  return {
    where: sql.join(conditions, sql` AND `),
    first: found !== undefined,
    isCapped: found?.isCapped ?? false,
  };
}

/** Rows that have a place in an order, and the columns that give it. The rest of an order stands after it. */
interface Stretch {
  where: SQL;
  keys: SQL[];
}

const live = sql`u.status <> 'deleted'`;
const deleted = sql`u.status = 'deleted'`;
const names = [
  sql`(lower(coalesce(u.last_name, '')) COLLATE "C")`,
  sql`(lower(coalesce(u.first_name, '')) COLLATE "C")`,
  sql`u.id`,
];
const ofDay = (day: SQL): Stretch[] => [
  { where: sql`${day} IS NOT NULL`, keys: [day, sql`u.id`] },
  { where: sql`${day} IS NULL`, keys: [sql`u.id`] },
];

/** Each stretch is an index read in its order; the purged, and users without the day, come last either way. */
const stretchesOf: Record<UserOrder, Stretch[]> = {
  name: [
    { where: live, keys: names },
    { where: deleted, keys: names },
  ],
  primaryId: [
    { where: live, keys: [sql`lower(u.primary_id)`] },
    { where: deleted, keys: names },
  ],
  expiryDate: ofDay(sql`u.expiry_date`),
  purgeDate: ofDay(sql`u.purge_date`),
};

/** A page by key. The key of the user before it is read anew: an address holds an internal ID, never a name. */
export async function listUsers(tx: Tx, such: Such, query: UserPageQuery): Promise<UserPage> {
  const wanted = query.limit + 1;
  const users: UserRow[] = [];
  const stretches = stretchesOf[query.order];
  const from = query.after === undefined ? undefined : await placeOf(tx, stretches, query.after);
  for (const [index, stretch] of stretches.entries()) {
    if (users.length >= wanted || (from && index < from.stretch)) continue;
    const behind = from?.stretch === index ? from.keys : undefined;
    users.push(...(await readStretch(tx, stretch, { such, query, behind }, wanted - users.length)));
  }
  const page = users.slice(0, query.limit);
  return { users: page, next: users.length > page.length ? (page.at(-1)?.id ?? null) : null };
}

interface Place {
  stretch: number;
  keys: unknown[];
}

/** Where a user stands in an order; undefined for one who is gone: the list begins anew. */
async function placeOf(tx: Tx, stretches: Stretch[], id: number): Promise<Place | undefined> {
  const of = (stretch: Stretch) => sql`jsonb_build_array(${sql.join(stretch.keys, sql`, `)})`;
  const which = stretches.map(
    (stretch, index) => sql`WHEN ${stretch.where} THEN ${sql.raw(`${index}`)}`,
  );
  const keys = stretches.map((stretch) => sql`WHEN ${stretch.where} THEN ${of(stretch)}`);
  const { rows } = await tx.execute<{ stretch: number; keys: unknown[] }>(sql`
    SELECT CASE ${sql.join(which, sql` `)} END AS stretch, CASE ${sql.join(keys, sql` `)} END AS keys
    FROM patron.users u WHERE u.id = ${id}`);
  return rows[0];
}

async function readStretch(
  tx: Tx,
  { where, keys }: Stretch,
  page: { such: Such; query: UserPageQuery; behind?: unknown[] },
  limit: number,
): Promise<UserRow[]> {
  const { descending } = page.query;
  const direction = descending ? sql` DESC` : sql``;
  const beyond = page.behind
    ? sql` AND (${sql.join(keys, sql`, `)}) ${descending ? sql`<` : sql`>`} (${sql.join(
        page.behind.map((key) => sql`${key}`),
        sql`, `,
      )})`
    : sql``;
  const { rows } = await tx.execute<UserRow & Record<string, unknown>>(sql`
    SELECT u.id::float8 AS id, u.primary_id AS "primaryId", u.first_name AS "firstName",
      u.middle_name AS "middleName", u.last_name AS "lastName", u.status, u.record_type AS "recordType",
      (SELECT g.name FROM record.user_groups g WHERE g.id = u.user_group_id) AS "userGroup",
      u.expiry_date::text AS "expiryDate", u.purge_date::text AS "purgeDate"
    FROM ${from(page.such)} WHERE ${where}${beyond}
    ORDER BY ${sql.join(
      keys.map((key) => sql`${key}${direction}`),
      sql`, `,
    )} LIMIT ${limit}`);
  return rows;
}

/** OFFSET 0 keeps the planner from looking through. */
const from = ({ where, first }: Such): SQL =>
  first
    ? sql`(SELECT u.* FROM patron.users u WHERE ${where} OFFSET 0) u`
    : sql`(SELECT u.* FROM patron.users u WHERE ${where}) u`;

/** Every user that is meant, however many: what a list does not say. */
export async function countUsers(tx: Tx, { where }: Such): Promise<number> {
  const { rows } = await tx.execute<{ count: number }>(
    sql`SELECT count(*)::float8 AS count FROM patron.users u WHERE ${where}`,
  );
  return rows[0]?.count ?? 0;
}
