import { sql, type SQL } from "drizzle-orm";
import { NotFound, Refusal, Stale } from "#lib/refusal.ts";
import { userQuerySchema, type UserQuery } from "#lib/user-query.ts";
import type { Tx } from "../client.ts";

/**
 * Who uses sets: a person by the staff id, a script with a key, which has the public ones, or the command
 * line, which acts as `operator` and has them all.
 */
export type SetUser = { id: string } | "key" | "operator";

export interface SetRow {
  id: number;
  version: number;
  /** Another one since somebody changed its query, put members in or took them out. */
  membersVersion: number;
  name: string;
  description: string;
  note: string;
  private: boolean;
  kind: "itemized" | "logical";
  query: UserQuery | null;
  /** Name of the staff account that made it; null for the command line. */
  owner: string | null;
  isMine: boolean;
  /** Its owner may, and who administers everything where it is public. */
  mayChange: boolean;
  /** YYYY-MM-DD in the institution's zone. */
  createdOn: string;
}

export const setScopes = ["mine", "public", "all"] as const;
export type SetScope = (typeof setScopes)[number];

const isOwner = (user: SetUser): SQL =>
  typeof user === "string" ? sql`s.owner_id IS NULL` : sql`s.owner_id = ${user.id}`;

/** Of a set `s`: a private one is its owner's alone. */
export const isVisible = (user: SetUser): SQL =>
  user === "operator" ? sql`true` : sql`(NOT s.private OR ${isOwner(user)})`;

const mayChange = (user: SetUser): SQL =>
  typeof user === "string"
    ? sql`true`
    : sql`(${isOwner(user)} OR EXISTS (SELECT FROM console.staff_roles r
        WHERE r.staff_id = ${user.id} AND r.role = 'generalSystemAdministrator'))`;

/** By name. `after` is the set that the page before ended with. */
export async function listSets(
  tx: Tx,
  user: SetUser,
  { scope, after, limit }: { scope: SetScope; after?: number; limit: number },
): Promise<SetRow[]> {
  const wanted = { mine: isOwner(user), public: sql`NOT s.private`, all: sql`true` }[scope];
  const beyond =
    after === undefined
      ? sql`true`
      : sql`(lower(s.name), s.id) > (SELECT lower(b.name), b.id FROM patron.sets b WHERE b.id = ${after})`;
  return readSets(
    tx,
    user,
    sql`WHERE ${isVisible(user)} AND ${wanted} AND ${beyond} ORDER BY lower(s.name), s.id LIMIT ${limit}`,
  );
}

/** A page of the same; `next` is null on the last. */
export async function pageOfSets(
  tx: Tx,
  user: SetUser,
  { limit, ...query }: { scope: SetScope; after?: number; limit: number },
): Promise<{ sets: SetRow[]; next: number | null }> {
  const found = await listSets(tx, user, { ...query, limit: limit + 1 });
  const sets = found.slice(0, limit);
  return { sets, next: found.length > sets.length ? (sets.at(-1)?.id ?? null) : null };
}

/** Null when there is none, or it is somebody's private set. */
export async function readSet(tx: Tx, user: SetUser, id: number): Promise<SetRow | null> {
  const [set] = await readSets(tx, user, sql`WHERE s.id = ${id} AND ${isVisible(user)}`);
  return set ?? null;
}

/** For jobs and scripts, which know a set by its name. */
export async function findSet(tx: Tx, user: SetUser, name: string): Promise<SetRow> {
  const [set] = await readSets(
    tx,
    user,
    sql`WHERE lower(s.name) = lower(${name}) AND ${isVisible(user)}`,
  );
  if (!set) throw new Refusal("There is no set of this name, or it is somebody's private set.");
  return set;
}

async function readSets(tx: Tx, user: SetUser, which: SQL): Promise<SetRow[]> {
  const { rows } = await tx.execute<SetRow & Record<string, unknown>>(sql`
    SELECT s.id, s.version, s.members_version AS "membersVersion", s.name, s.description, s.note, s.private, s.kind, s.query,
      staff.name AS owner, coalesce(${isOwner(user)}, false) AS "isMine",
      coalesce(${mayChange(user)}, false) AS "mayChange",
      (s.created_at AT TIME ZONE (SELECT time_zone FROM console.institution))::date::text AS "createdOn"
    FROM patron.sets s LEFT JOIN console.staff staff ON staff.id = s.owner_id ${which}`);
  return rows.map((row) => ({ ...row, query: row.query && userQuerySchema.parse(row.query) }));
}

export const goneSet = "There is no such set any more, or it is somebody's private set.";

/** Which set, and the version that a screen showed; a script may leave it out. */
export interface SetKey {
  id: number;
  version?: number;
}

/** For whoever uses a set as it is; keeps it from being deleted until the transaction ends. */
export async function holdSet(tx: Tx, user: SetUser, id: number): Promise<SetRow> {
  await tx.execute(sql`SELECT FROM patron.sets WHERE id = ${id} FOR KEY SHARE`);
  const set = await readSet(tx, user, id);
  if (!set) throw new Refusal(goneSet);
  return set;
}

/** For whoever changes a set: its owner, or a General System Administrator where it is public. */
export async function lockSet(tx: Tx, user: SetUser, { id, version }: SetKey): Promise<SetRow> {
  await tx.execute(sql`SELECT FROM patron.sets WHERE id = ${id} FOR UPDATE`);
  const set = await readSet(tx, user, id);
  if (!set) throw new NotFound(goneSet);
  if (!set.mayChange) {
    throw new Refusal(
      "Only who made this set, or a General System Administrator, changes it. Duplicate it to have one of your own.",
    );
  }
  if (version !== undefined && version !== set.version) {
    throw new Stale("This set was");
  }
  return set;
}

/** Tells whoever was shown who is in a set that it is another one now. */
export const noteMembersChange = (tx: Tx, id: number) =>
  tx.execute(sql`UPDATE patron.sets SET members_version = members_version + 1 WHERE id = ${id}`);

export const subjectOf = (id: number): string => `set ${id}`;
