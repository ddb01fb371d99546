import { eq, sql, type SQL } from "drizzle-orm";
import type { Change } from "#lib/change.ts";
import { Refusal } from "#lib/refusal.ts";
import type { Combination, SetTexts } from "#lib/set-fields.ts";
import type { UserSearch } from "#lib/user-search.ts";
import type { Tx } from "../client.ts";
import { sets } from "../schema/index.ts";
import { addSet, freeName } from "./set-changes.ts";
import {
  holdSet,
  lockSet,
  noteMembersChange,
  subjectOf,
  type SetKey,
  type SetRow,
  type SetUser,
} from "./sets.ts";
import { usersSearched, type Such } from "./user-list.ts";
import { matchingInShapes } from "./user-query.ts";

/** A purged user is in no set, whatever a query asks for. */
const living = sql`u.status <> 'deleted'`;

/** Who is in a set now: fixed members, or whom the query finds at this moment. */
export async function membersOf(
  tx: Tx,
  { id, query }: Pick<SetRow, "id" | "query">,
): Promise<Such> {
  if (query) {
    const { where, each } = await matchingInShapes(tx, query);
    return {
      where: sql`${living} AND ${where}`,
      each: each && sql`${living} AND ${each}`,
    };
  }
  const members = (further: SQL) =>
    sql`${living} AND EXISTS (SELECT FROM patron.set_members m WHERE m.set_id = ${id} AND m.user_id = u.id${further})`;
  return {
    where: members(sql``),
    // The planner does not know that what is said of a user's ID is so of the member's.
    whereBeyond: (beyondId) => members(sql` AND m.user_id ${beyondId}`),
  };
}

/** `SELECT user_id` of the members, for a statement that takes them in. */
export const memberIds = ({ where }: Such): SQL =>
  sql`SELECT u.id AS user_id FROM patron.users u WHERE ${where}`;

/** Every user that a search finds, as members: those who are already, too. */
export async function addFound(
  tx: Tx,
  user: SetUser,
  { id, search }: SetKey & { search: UserSearch },
): Promise<{ change: Change; added: number }> {
  await lockItemized(tx, user, { id });
  const found = await usersSearched(tx, search);
  if (found.isCapped) {
    throw new Refusal(
      "More users fit these words than one look-up brings. Search for more letters, or by a query.",
    );
  }
  return addAll(tx, id, sql`${found.where} AND ${living}`);
}

/** By internal ID; who was purged meanwhile is passed over. */
export async function addMembers(
  tx: Tx,
  user: SetUser,
  { id, users }: SetKey & { users: number[] },
): Promise<{ change: Change; added: number }> {
  await lockItemized(tx, user, { id });
  return addAll(tx, id, sql`u.id = ANY(${sql.param(users)}::bigint[]) AND ${living}`);
}

async function addAll(tx: Tx, id: number, where: SQL) {
  const added = await insertMembers(tx, id, memberIds({ where }));
  const change = { action: "set.addMembers", subject: subjectOf(id), after: { added } };
  return { change, added };
}

export async function removeMembers(
  tx: Tx,
  user: SetUser,
  { id, users }: SetKey & { users: number[] },
): Promise<{ change: Change; removed: number }> {
  await lockItemized(tx, user, { id });
  const { rows } = await tx.execute<{ count: number }>(sql`
    WITH gone AS (
      DELETE FROM patron.set_members WHERE set_id = ${id} AND user_id = ANY(${sql.param(users)}::bigint[])
      RETURNING 1)
    SELECT count(*)::float8 AS count FROM gone`);
  const removed = rows[0]?.count ?? 0;
  if (removed > 0) await noteMembersChange(tx, id);
  return {
    change: { action: "set.removeMembers", subject: subjectOf(id), after: { removed } },
    removed,
  };
}

/** Logical → Itemized: whom the query finds now stays, whatever becomes of them. */
export async function itemizeSet(tx: Tx, user: SetUser, key: SetKey): Promise<Change> {
  const set = await lockSet(tx, user, key);
  if (set.kind !== "logical") throw new Refusal("This set is itemized already.");
  const such = await membersOf(tx, set);
  await tx
    .update(sets)
    .set({ kind: "itemized", query: null, version: set.version + 1 })
    .where(eq(sets.id, set.id));
  await noteMembersChange(tx, set.id);
  const members = await insertMembers(tx, set.id, memberIds(such));
  return { action: "set.itemize", subject: subjectOf(set.id), after: { members } };
}

/** One's own private copy, with the members or the query that the set has now. */
export async function duplicateSet(
  tx: Tx,
  user: SetUser,
  { id }: SetKey,
): Promise<{ id: number; change: Change }> {
  const original = await holdSet(tx, user, id);
  const { description, note, query } = original;
  const name = await freeName(tx, original.name);
  const copy = await addSet(tx, user, { name, description, note, private: true, query });
  if (!query) await insertMembers(tx, copy.id, memberIds(await membersOf(tx, original)));
  return copy;
}

/** A new itemized set out of the members that two sets have now. */
export async function combineSets(
  tx: Tx,
  user: SetUser,
  input: SetTexts & { first: number; second: number; combination: Combination },
): Promise<{ id: number; change: Change; members: number }> {
  const { first, second, combination, ...texts } = input;
  if (first === second) throw new Refusal("Choose two different sets.");
  const left = await membersOf(tx, await holdSet(tx, user, first));
  const right = await membersOf(tx, await holdSet(tx, user, second));
  const operator = { and: sql`INTERSECT`, or: sql`UNION`, not: sql`EXCEPT` }[combination];
  const { id } = await addSet(tx, user, texts);
  const members = await insertMembers(
    tx,
    id,
    sql`${memberIds(left)} ${operator} ${memberIds(right)}`,
  );
  const change = {
    action: "set.combine",
    subject: subjectOf(id),
    after: { first: subjectOf(first), second: subjectOf(second), combination, members },
  };
  return { id, change, members };
}

export async function lockItemized(tx: Tx, user: SetUser, key: SetKey): Promise<SetRow> {
  const set = await lockSet(tx, user, key);
  if (set.kind === "itemized") return set;
  throw new Refusal("This set is logical: its query decides who is in it. Make it itemized first.");
}

/** `which` selects `user_id`. Returns how many were no members yet. */
async function insertMembers(tx: Tx, setId: number, which: SQL): Promise<number> {
  const { rows } = await tx.execute<{ count: number }>(sql`
    WITH added AS (
      INSERT INTO patron.set_members (set_id, user_id)
      SELECT ${setId}::integer, which.user_id FROM (${which}) AS which
      ORDER BY which.user_id ON CONFLICT DO NOTHING RETURNING 1)
    SELECT count(*)::float8 AS count FROM added`);
  const added = rows[0]?.count ?? 0;
  if (added > 0) await noteMembersChange(tx, setId);
  return added;
}
