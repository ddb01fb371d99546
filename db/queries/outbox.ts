import { sql } from "drizzle-orm";
import type { Change } from "#lib/change.ts";
import { NotFound, Refusal } from "#lib/refusal.ts";
import type { Tx } from "../client.ts";
import { iso } from "./iso.ts";
import type { JobName } from "./job-runs.ts";

/** Tries of a mail that the server is known not to have taken; then it waits for a person. */
export const mailAttempts = 5;
/** Older news is read on the Outbox page, and never sent. */
export const newsHours = 24;
/** An attempt that has not reported back by then counts as unknown; longer than any attempt lasts. */
export const attemptMinutes = 2;

export type MailState = "sent" | "sending" | "waiting" | "failed" | "unknown" | "kept";

export interface OutboxMail {
  id: number;
  runId: number;
  job: JobName;
  recipient: string;
  subject: string;
  body: string;
  /** Moments are ISO 8601 in UTC. */
  createdAt: string;
  attempts: number;
  attemptedAt: string | null;
  sentAt: string | null;
  problem: string | null;
  /** `unknown`: an attempt was begun, and nobody knows whether the server took it. `kept`: too old to be sent. */
  state: MailState;
}

const mailsPerPage = 50;

/** Newest first; `before` is the id that the page begins below. */
export async function listOutbox(
  tx: Tx,
  before?: number,
): Promise<{ mails: OutboxMail[]; next: number | null }> {
  const { rows } = await tx.execute<OutboxMail & Record<string, unknown>>(sql`
    SELECT m.id::float8 AS id, m.run_id::float8 AS "runId", r.job, m.recipient, m.subject, m.body,
      ${iso(sql`m.created_at`)} AS "createdAt", m.attempts, ${iso(sql`m.attempted_at`)} AS "attemptedAt",
      ${iso(sql`m.sent_at`)} AS "sentAt", m.problem, CASE
        WHEN m.sent_at IS NOT NULL THEN 'sent'
        WHEN m.attempted_at IS NOT NULL AND m.problem IS NULL THEN
          CASE WHEN ${isUnderWay} THEN 'sending' ELSE 'unknown' END
        WHEN NOT ${isNews} THEN 'kept'
        WHEN m.problem IS NOT NULL AND m.attempts >= ${mailAttempts} THEN 'failed'
        ELSE 'waiting' END AS state
    FROM console.outbox m JOIN console.job_runs r ON r.id = m.run_id
    WHERE ${before === undefined ? sql`true` : sql`m.id < ${before}`}
    ORDER BY m.id DESC LIMIT ${mailsPerPage + 1}`);
  const mails = rows.slice(0, mailsPerPage);
  return { mails, next: rows.length > mails.length ? (mails.at(-1)?.id ?? null) : null };
}

/** Of which job's run a mail tells; null when there is no such mail. */
export async function jobOfMail(tx: Tx, id: number): Promise<JobName | null> {
  const { rows } = await tx.execute<{ job: JobName }>(
    sql`SELECT r.job FROM console.outbox m JOIN console.job_runs r ON r.id = m.run_id WHERE m.id = ${id}`,
  );
  return rows[0]?.job ?? null;
}

/** A person takes it on themselves that the recipient may get it twice. */
export async function resendMail(tx: Tx, id: number): Promise<Change> {
  const { rows } = await tx.execute<{ sent: boolean; busy: boolean; news: boolean }>(sql`
    SELECT m.sent_at IS NOT NULL AS sent, m.problem IS NULL AND (m.attempted_at IS NULL OR ${isUnderWay}) AS busy,
      ${isNews} AS news FROM console.outbox m WHERE m.id = ${id} FOR UPDATE`);
  const [mail] = rows;
  if (!mail) throw new NotFound(`There is no mail ${id}.`);
  if (mail.sent) throw new Refusal("This mail is sent. It is not sent twice.");
  if (mail.busy) throw new Refusal("This mail is waiting or being sent. Look again in a minute.");
  if (!mail.news) throw new Refusal("This mail is more than a day old. Read it here instead.");
  await tx.execute(
    sql`UPDATE console.outbox SET attempted_at = NULL, problem = NULL WHERE id = ${id}`,
  );
  return { action: "mail.resend", subject: `mail ${id}` };
}

export interface ClaimedMail {
  id: number;
  runId: number;
  recipient: string;
  subject: string;
  body: string;
  attempts: number;
}

/**
 * Takes the next mail, by stating that an attempt begins: once that is committed no other worker takes
 * it, and a worker that dies leaves an attempt without an end, which is nobody's to repeat. What is
 * known not to have arrived is tried again after 1, 4, 16 and 64 minutes.
 */
export async function claimMail(tx: Tx): Promise<ClaimedMail | null> {
  const { rows } = await tx.execute<ClaimedMail & Record<string, unknown>>(sql`
    UPDATE console.outbox SET attempted_at = clock_timestamp(), attempts = attempts + 1, problem = NULL
    WHERE id = (
      SELECT id FROM console.outbox m WHERE sent_at IS NULL AND ${isNews} AND (attempted_at IS NULL
        OR problem IS NOT NULL AND attempts < ${mailAttempts}
          AND attempted_at < clock_timestamp() - interval '1 minute' * 4 ^ (attempts - 1))
      ORDER BY created_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING id::float8 AS id, run_id::float8 AS "runId", recipient, subject, body, attempts`);
  return rows[0] ?? null;
}

export type AttemptEnd = { sent: true } | { problem: string };

/** What became of an attempt; a later one is not touched. */
export async function endAttempt(
  tx: Tx,
  { id, attempts }: ClaimedMail,
  end: AttemptEnd,
): Promise<void> {
  const set =
    "sent" in end
      ? sql`sent_at = clock_timestamp(), problem = NULL`
      : sql`problem = ${end.problem}`;
  await tx.execute(
    sql`UPDATE console.outbox SET ${set} WHERE id = ${id} AND attempts = ${attempts} AND attempted_at IS NOT NULL`,
  );
}

const isNews = sql`(m.created_at > now() - make_interval(hours => ${newsHours}))`;
const isUnderWay = sql`(m.attempted_at > clock_timestamp() - make_interval(mins => ${attemptMinutes}))`;
