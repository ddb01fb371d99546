import { sql, type SQL } from "drizzle-orm";
import type { RecordType, UserStatus } from "#lib/user-fields.ts";
import type { UserOrder, UserSearch } from "#lib/user-search.ts";
import type { Tx } from "../client.ts";
import { lookUp } from "./user-lookup.ts";
import { partOf, placeOf, stretchesOf, type Part } from "./user-order.ts";
import { matchingInShapes } from "./user-query.ts";

export interface UserPageQuery {
  order: UserOrder;
  descending: boolean;
  /** The page begins behind this user. */
  after?: number;
  limit: number;
  /** Milliseconds of its transaction, by the server's clock, after which it is given up. */
  withinMs?: number;
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
  /** More users fit the words than a look-up brings: these are of the first of them. */
  isCapped?: true;
}

/** Which users are meant. */
export interface Such {
  /** A condition on `patron.users u`. */
  where: SQL;
  /** The same as it is best asked of each of a few users, where that is another. */
  each?: SQL | undefined;
  /** `where` of users whose internal ID is beyond one, where saying so in it spares reading what is not. */
  whereBeyond?: (beyondId: SQL) => SQL;
  /**
   * Found first and ordered afterwards, as is right where few are meant; or picked out while an order is
   * walked along. Left out where only a walk tells, by meeting too few.
   */
  first?: boolean;
  isCapped?: true;
}

export const everyone: Such = { where: sql`true`, first: false };

export async function usersSearched(tx: Tx, { text, query }: UserSearch): Promise<Such> {
  const found = text && (await lookUp(tx, text));
  const matching = query && (await matchingInShapes(tx, query));
  const conditions = [
    ...(found ? [sql`u.id = ANY(${sql.param(found.ids)}::bigint[])`] : []),
    ...(matching ? [matching.where] : []),
  ];
  return {
    where: sql.join(conditions, sql` AND `),
    each: matching?.each,
    ...(found && { first: true }),
    ...(found?.isCapped && { isCapped: true }),
  };
}

/**
 * A page by key. The key of the user before it is read anew: an address holds an internal ID, never a
 * name.
 */
export async function listUsers(tx: Tx, such: Such, query: UserPageQuery): Promise<UserPage> {
  const wanted = query.limit + 1;
  const users: UserRow[] = [];
  const stretches = stretchesOf[query.order];
  const from = query.after === undefined ? undefined : await placeOf(tx, stretches, query.after);
  for (const [index, stretch] of stretches.entries()) {
    const limit = wanted - users.length;
    if (limit <= 0 || (from && index < from.stretch)) continue;
    const behind = from?.stretch === index ? from.keys : undefined;
    const part = partOf(stretch, query.descending, behind);
    const most = { ...query, limit };
    const near = await readNear(tx, part, such, most);
    users.push(...(near ?? (await readRows(tx, part, allOf(part, such), most))));
  }
  const page = users.slice(0, query.limit);
  return {
    users: page,
    next: users.length > page.length ? (page.at(-1)?.id ?? null) : null,
    ...(such.isCapped && { isCapped: true }),
  };
}

/** OFFSET 0 keeps the planner from looking through. */
function allOf(part: Part, { where, whereBeyond, first }: Such): SQL {
  const such = (part.beyondId && whereBeyond?.(part.beyondId)) ?? where;
  return sql`(SELECT ${part.columns} FROM patron.users u WHERE ${part.where} AND ${such}${first ? sql` OFFSET 0` : sql``}) u`;
}

/** Users that are looked at one by one, before something is asked of all at once. */
export const nearAtMost = 5_000;

/**
 * Of a condition that is costly to ask of everybody, and whose yield the planner cannot know: most often
 * the next few thousand fill a page. Null when they do not.
 */
async function readNear(
  tx: Tx,
  part: Part,
  { each, first }: Such,
  most: Most,
): Promise<UserRow[] | null> {
  if (first || !each) return null;
  const near = sql`(SELECT ${part.columns} FROM patron.users u WHERE ${part.where} ORDER BY ${part.order} LIMIT ${nearAtMost})`;
  const rows = await readRows(tx, part, sql`(SELECT u.* FROM ${near} u WHERE ${each}) u`, most);
  return rows.length === most.limit ? rows : null;
}

type Most = Pick<UserPageQuery, "limit" | "withinMs">;

async function readRows(tx: Tx, part: Part, from: SQL, most: Most): Promise<UserRow[]> {
  const { limit, withinMs } = most;
  if (withinMs !== undefined) await leaveRest(tx, withinMs);
  const { rows } = await tx.execute<UserRow & Record<string, unknown>>(
    sql`${rowsOf(part, from)} LIMIT ${limit}`,
  );
  return rows;
}

/** What is short is read even where all before it came late, as on a crowded machine. */
const leastMs = 10;

/** The next statement has what those before it have left. */
const leaveRest = (tx: Tx, withinMs: number) =>
  tx.execute(sql`SELECT set_config('statement_timeout', greatest(${leastMs}::integer,
    ${withinMs}::integer - 1000 * extract(epoch FROM clock_timestamp() - now()))::integer::text, true)`);

const rowsOf = ({ order }: Part, from: SQL): SQL => sql`
    SELECT u.id::float8 AS id, u.primary_id AS "primaryId", u.first_name AS "firstName",
      u.middle_name AS "middleName", u.last_name AS "lastName", u.status, u.record_type AS "recordType",
      (SELECT g.name FROM record.user_groups g WHERE g.id = u.user_group_id) AS "userGroup",
      u.expiry_date::text AS "expiryDate", u.purge_date::text AS "purgeDate"
    FROM ${from} ORDER BY ${order}`;

/** Users that a cursor hands over at once. */
const PIECE = 5_000;

/** All of them in order, a piece at a time, so that no memory has to hold them: for a file. */
export async function* eachUser(
  tx: Tx,
  such: Such,
  { order, descending }: Pick<UserPageQuery, "order" | "descending">,
): AsyncGenerator<UserRow[]> {
  for (const [index, stretch] of stretchesOf[order].entries()) {
    const cursor = sql.identifier(`users_${index}`);
    const part = partOf(stretch, descending);
    await tx.execute(
      sql`DECLARE ${cursor} NO SCROLL CURSOR FOR ${rowsOf(part, allOf(part, such))}`,
    );
    for (let read = PIECE; read === PIECE;) {
      const { rows } = await tx.execute<UserRow & Record<string, unknown>>(
        sql`FETCH ${sql.raw(String(PIECE))} FROM ${cursor}`,
      );
      read = rows.length;
      yield rows;
    }
  }
}

/** Every user that is meant, however many: what a list does not say. */
export async function countUsers(tx: Tx, { where }: Such): Promise<number> {
  const { rows } = await tx.execute<{ count: number }>(
    sql`SELECT count(*)::float8 AS count FROM patron.users u WHERE ${where}`,
  );
  return rows[0]?.count ?? 0;
}
