import type pg from "pg";

export interface LetterFacts {
  userId: number;
  letterCode: string;
  /** YYYY-MM-DD. */
  createdOn: string;
  sent?: boolean;
  subject?: string;
  body?: string;
}

/** Puts letters into the tables and counts them, past every door: only a test may. Zone UTC. What is not sent waits: whatever its day, it was written just now. */
export async function insertLetters(
  client: pg.ClientBase | pg.Pool,
  letters: LetterFacts[],
): Promise<void> {
  await client.query("INSERT INTO record.sources (name) VALUES ('alma') ON CONFLICT DO NOTHING");
  const facts = `jsonb_to_recordset($1::jsonb) AS f ("userId" bigint, "letterCode" text, "createdOn" date,
    sent boolean, subject text, body text)`;
  const asJson = JSON.stringify(letters);
  await client.query(
    `SELECT patron.make_letter_month(month::date) FROM (SELECT DISTINCT date_trunc('month', "createdOn") AS month FROM ${facts}) AS months`,
    [asJson],
  );
  await client.query(
    `INSERT INTO patron.letters (user_id, letter_code, channel, created_at, created_on, sent, subject, addresses, body, source_id, source_number)
     SELECT "userId", "letterCode", 'email', CASE WHEN sent IS FALSE THEN now() ELSE "createdOn" + time '10:00' END, "createdOn", coalesce(sent, true), subject,
       'reader' || "userId" || '@example.org', body, 1, gen_random_uuid()::text FROM ${facts}`,
    [asJson],
  );
  await client.query(
    `INSERT INTO record.letter_counts (letter_code, month, count)
     SELECT "letterCode", date_trunc('month', "createdOn"), count(*) FROM ${facts} GROUP BY 1, 2
     ON CONFLICT (letter_code, month) DO UPDATE SET count = letter_counts.count + excluded.count`,
    [asJson],
  );
}

export async function setPeriods(
  client: pg.ClientBase | pg.Pool,
  periods: Record<string, number | null>,
): Promise<void> {
  for (const [code, days] of Object.entries(periods)) {
    await client.query("UPDATE console.letter_types SET retention_days = $2 WHERE code = $1", [
      code,
      days,
    ]);
  }
}
