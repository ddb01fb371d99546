import { sql } from "drizzle-orm";
import type { Change } from "#lib/change.ts";
import type { Tx } from "../client.ts";
import { userHistory } from "../schema/index.ts";

/** What was done to an account: its fields by name, never what stands or stood in them. */
export interface UserChange {
  userId: number;
  /** `email.add` */
  action: string;
  fields: string[];
}

/**
 * The subject of an audit row about a person, whoever it was: the audit is kept for ever. Whose account it
 * was, the account's own history says for as long as there is one.
 */
export const someUser = "a user";

/** Writes the account's own history, and returns what the audit keeps. `actor` as the audit names it. */
export async function recordUserChange(
  tx: Tx,
  actor: string,
  { userId, action, fields }: UserChange,
): Promise<Change> {
  await tx.insert(userHistory).values({ userId, actor, action, fields });
  return { action: `user.${action}`, subject: someUser, after: { fields } };
}

export interface UserHistoryRow {
  id: number;
  /** `YYYY-MM-DD HH:MM` in the institution's zone. */
  at: string;
  /** A person's name, or what did it when it was no person. */
  actor: string;
  action: string;
  fields: string[];
}

/** Newest first; `before` is the entry that the page before ended with. */
export async function readUserHistory(
  tx: Tx,
  userId: number,
  { before, limit }: { before?: number; limit: number },
): Promise<UserHistoryRow[]> {
  const { rows } = await tx.execute<UserHistoryRow & Record<string, unknown>>(sql`
    SELECT h.id::float8 AS id, to_char(h.at AT TIME ZONE i.time_zone, 'YYYY-MM-DD HH24:MI') AS at,
      coalesce(person.name, CASE h.actor WHEN 'operator' THEN 'Command line' ELSE h.actor END) AS actor,
      h.action, h.fields
    FROM patron.user_history h CROSS JOIN console.institution i
    LEFT JOIN console.staff person ON person.id = h.actor
    WHERE h.user_id = ${userId} AND ${before === undefined ? sql`true` : sql`h.id < ${before}`}
    ORDER BY h.id DESC LIMIT ${limit}`);
  return rows;
}

/** A page of the same; `next` is null on the last. */
export async function pageOfHistory(
  tx: Tx,
  userId: number,
  { before, limit }: { before?: number; limit: number },
): Promise<{ entries: UserHistoryRow[]; next: number | null }> {
  const found = await readUserHistory(tx, userId, { before, limit: limit + 1 });
  const entries = found.slice(0, limit);
  return { entries, next: found.length > entries.length ? (entries.at(-1)?.id ?? null) : null };
}
