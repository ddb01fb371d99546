import { sql } from "drizzle-orm";
import type { LetterState } from "#lib/letter-states.ts";
import type { Tx } from "../client.ts";
import { attemptMinutes, mailAttempts, newsHours, type AttemptEnd } from "./outbox.ts";

/** A letter to a patron that Lethe wrote, while it is handed over. */
export interface ClaimedLetter {
  id: number;
  createdOn: string;
  attempts: number;
  recipient: string;
  subject: string;
  body: string;
}

/** Takes the next letter that waits to be sent, by stating that an attempt begins. */
export async function claimLetter(tx: Tx): Promise<ClaimedLetter | null> {
  const { rows } = await tx.execute<ClaimedLetter & Record<string, unknown>>(sql`
    SELECT id::float8 AS id, created_on::text AS "createdOn", attempts, recipient, coalesce(subject, '') AS subject, body
    FROM patron.claim_letter() WHERE id IS NOT NULL`);
  return rows[0] ?? null;
}

/** What became of an attempt; a later one is not touched. */
export async function endLetterAttempt(
  tx: Tx,
  { id, createdOn, attempts }: ClaimedLetter,
  end: AttemptEnd,
): Promise<void> {
  const set = "sent" in end ? sql`sent = true, problem = NULL` : sql`problem = ${end.problem}`;
  await tx.execute(sql`UPDATE patron.letters SET ${set}
    WHERE id = ${id} AND created_on = ${createdOn}::date AND attempts = ${attempts}`);
}

/** How a letter `l` stands. */
export const letterState = sql<LetterState>`CASE
  WHEN l.sent THEN 'sent'
  WHEN l.attempted_at IS NULL AND l.attempts >= ${mailAttempts} THEN 'withheld'
  WHEN l.attempted_at IS NOT NULL AND l.problem IS NULL THEN
    CASE WHEN l.attempted_at > clock_timestamp() - make_interval(mins => ${attemptMinutes}) THEN 'sending' ELSE 'unknown' END
  WHEN l.problem IS NOT NULL AND l.attempts >= ${mailAttempts} THEN 'failed'
  WHEN l.created_at <= now() - make_interval(hours => ${newsHours}) THEN 'kept'
  ELSE 'waiting' END`;

export interface LetterWaiting {
  state: Exclude<LetterState, "sent">;
  letters: number;
}

/** How many letters to patrons are not sent, by how they stand. Of whom they are stands on Attachments. */
export async function lettersWaiting(tx: Tx): Promise<LetterWaiting[]> {
  const { rows } = await tx.execute<LetterWaiting & Record<string, unknown>>(sql`
    SELECT ${letterState} AS state, count(*)::float8 AS letters
    FROM patron.letters l WHERE NOT l.sent AND l.source_id IS NULL GROUP BY 1 ORDER BY 1`);
  return rows;
}

/** How many of a run's letters wait to be sent; none of a job that writes none. */
export async function lettersWaitingOf(tx: Tx, runId: number): Promise<number> {
  const { rows } = await tx.execute<{ letters: number }>(
    sql`SELECT patron.letters_waiting(${runId})::float8 AS letters`,
  );
  return rows[0]?.letters ?? 0;
}
