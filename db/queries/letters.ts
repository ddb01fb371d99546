import { sql } from "drizzle-orm";
import type { LetterState } from "#lib/letter-states.ts";
import type { LetterChannel } from "#lib/retention.ts";
import type { Tx } from "../client.ts";
import { letterState } from "./letter-outbox.ts";

/** A letter as a list shows it. */
export interface LetterRow {
  id: number;
  type: string;
  subject: string | null;
  channel: LetterChannel;
  /** A moment, ISO 8601 in UTC. */
  createdAt: string;
  sent: boolean;
  state: LetterState;
}

export interface Letter extends LetterRow {
  addresses: string | null;
  body: string | null;
}

export interface LetterPage {
  letters: LetterRow[];
  /** The `before` of the next page; null on the last. */
  next: number | null;
}

export const lettersPerPage = 50;

const createdAt = sql`to_char(l.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/**
 * A user's letters, newest first; `before` is the letter that the page begins after. The order is first
 * that of the months, so that only the latest of them are opened.
 */
export async function listLetters(
  tx: Tx,
  userId: number,
  before?: number,
  limit = lettersPerPage,
): Promise<LetterPage> {
  const place = before === undefined ? undefined : await placeOf(tx, userId, before);
  const older = place
    ? sql`AND l.created_on <= ${place.day}::date
      AND (l.created_on, l.created_at, l.id) < (${place.day}::date, ${place.at}::timestamptz, ${before})`
    : sql``;
  const { rows } = await tx.execute<LetterRow & Record<string, unknown>>(sql`
    SELECT l.id::float8 AS id, t.name AS type, l.subject, l.channel, ${createdAt} AS "createdAt", l.sent, l.state
    FROM (
      SELECT l.id, l.letter_code, l.subject, l.channel, l.created_on, l.created_at, l.sent, ${letterState} AS state FROM patron.letters l
      WHERE l.user_id = ${userId} ${older}
      ORDER BY l.created_on DESC, l.created_at DESC, l.id DESC LIMIT ${limit + 1}) AS l
    JOIN console.letter_types t ON t.code = l.letter_code
    ORDER BY l.created_on DESC, l.created_at DESC, l.id DESC`);
  const letters = rows.slice(0, limit);
  return { letters, next: rows.length > letters.length ? (letters.at(-1)?.id ?? null) : null };
}

/** Undefined for a letter that is gone, or another user's: the list then begins anew. */
async function placeOf(tx: Tx, userId: number, id: number) {
  const { rows } = await tx.execute<{ day: string; at: string }>(sql`
    SELECT created_on::text AS day, created_at::text AS at FROM patron.letters
    WHERE id = ${id} AND user_id = ${userId}`);
  return rows[0];
}

export async function userExists(tx: Tx, userId: number): Promise<boolean> {
  const { rows } = await tx.execute(sql`SELECT FROM patron.users WHERE id = ${userId}`);
  return rows.length > 0;
}

/** One letter of a user, whole; null when it is not theirs, or no more. */
export async function readLetter(tx: Tx, userId: number, id: number): Promise<Letter | null> {
  const { rows } = await tx.execute<Letter & Record<string, unknown>>(sql`
    SELECT l.id::float8 AS id, t.name AS type, l.subject, l.channel, ${createdAt} AS "createdAt", l.sent,
      ${letterState} AS state, l.addresses, l.body
    FROM patron.letters l JOIN console.letter_types t ON t.code = l.letter_code WHERE l.id = ${id} AND l.user_id = ${userId}`);
  return rows[0] ?? null;
}

export interface LetterTotal {
  code: string;
  name: string;
  count: number;
  /** YYYY-MM. */
  first: string;
  last: string;
}

/** How many letters there ever were of each type, most first. No purge changes these. */
export async function letterTotals(tx: Tx): Promise<LetterTotal[]> {
  const { rows } = await tx.execute<LetterTotal & Record<string, unknown>>(sql`
    SELECT t.code, t.name, sum(c.count)::float8 AS count, to_char(min(c.month), 'YYYY-MM') AS first,
      to_char(max(c.month), 'YYYY-MM') AS last
    FROM record.letter_counts c JOIN console.letter_types t ON t.code = c.letter_code
    WHERE c.count > 0 GROUP BY t.code ORDER BY 3 DESC, lower(t.name), t.code`);
  return rows;
}

/** Those of one type by month, YYYY-MM, the latest first. */
export async function letterMonths(
  tx: Tx,
  code: string,
): Promise<{ month: string; count: number }[]> {
  const { rows } = await tx.execute<{ month: string; count: number }>(sql`
    SELECT to_char(month, 'YYYY-MM') AS month, count FROM record.letter_counts
    WHERE letter_code = ${code} AND count > 0 ORDER BY record.letter_counts.month DESC`);
  return rows;
}
