import { sql } from "drizzle-orm";
import type { Tx } from "../client.ts";

const LETTER_DAYS = 2 * 365;

/** Letters about the loans of the last two years: receipts, overdue notices and notices of loss. */
export async function fillLetters(tx: Tx): Promise<void> {
  await tx.execute(sql`
    CREATE TEMPORARY TABLE drawn_letters ON COMMIT DROP AS
    SELECT d.id, d.digest, d.user_id, letter.code, letter.subject, letter.at,
      format('<p>Dear %s,</p><p>%s: <em>%s</em>.</p><p>Riverside University Library</p>',
        coalesce(u.first_name || ' ', '') || u.last_name, letter.subject, coalesce(i.title, 'an item')) AS body,
      (SELECT min(email) FROM patron.user_emails e WHERE e.user_id = u.id) AS address
    FROM pg_temp.drawn_loans d JOIN patron.users u ON u.id = d.user_id JOIN record.items i ON i.id = d.item_id,
    LATERAL (VALUES
      ('FulLoanReceiptLetter', 'You borrowed', d.loaned_at, pg_temp.dice(d.i, 90, 3) = 0),
      ('FulUserOverdueNoticeLetter', 'This is overdue', d.due_at + interval '1 day',
        coalesce(d.returned_at, now()) > d.due_at + interval '1 day'),
      ('FulLostLoanLetter', 'This was declared lost', d.closed_at, d.process_status = 'lost' AND d.closed_at IS NOT NULL)
    ) AS letter (code, subject, at, sent)
    WHERE d.linked AND letter.sent AND letter.at < now() AND letter.at > now() - make_interval(days => ${sql.raw(`${LETTER_DAYS}`)})`);
  await tx.execute(sql`
    SELECT patron.make_letter_month(month::date) FROM (SELECT DISTINCT date_trunc('month', at) AS month FROM pg_temp.drawn_letters) AS months`);
  await tx.execute(sql`
    INSERT INTO patron.letters (user_id, letter_code, channel, created_at, created_on, sent, subject, addresses, body)
    SELECT user_id, code, 'email', at, at::date, true, subject, address, body FROM pg_temp.drawn_letters ORDER BY digest, code`);
  await tx.execute(sql`
    INSERT INTO record.letter_counts (letter_code, month, count)
    SELECT code, date_trunc('month', at), count(*) FROM pg_temp.drawn_letters GROUP BY 1, 2`);
}
