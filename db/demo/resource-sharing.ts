import { sql } from "drizzle-orm";
import type { Tx } from "../client.ts";
import {
  digestOf,
  enterDrawn,
  HISTORY_DAYS,
  joinProfile,
  openHours,
  restart,
  somebody,
} from "./drawn.ts";
import type { DemoOptions } from "./fill.ts";
import { borrowingNotes, partners, titles } from "./library.ts";
import { pick } from "./reference.ts";

const LOANS_PER_BORROWING_REQUEST = 60;
const LOANS_PER_LENDING_REQUEST = 80;

/** What the library borrows for its patrons, and what it lends to partners, who are no patrons. */
export async function fillResourceSharing(tx: Tx, options: DemoOptions): Promise<void> {
  await drawBorrowing(tx, options);
  await enterDrawn(tx, {
    records: "borrowing_requests",
    links: "borrowing_links",
    notes: "borrowing_notes",
    key: "borrowing_request_id",
    onRecord: {
      partner: "partner",
      status: "status",
      title: "title",
      created_on: "created_at::date",
    },
    onLink: { created_at: "created_at" },
    words: { texts: borrowingNotes, every: 5, salt: 156 },
  });
  await enterLending(tx, options);
}

const partner = (salt: number) =>
  `('{${partners.join(",")}}'::text[])[1 + pg_temp.dice(i, ${salt}, ${partners.length})]`;

async function drawBorrowing(tx: Tx, { loans, users, seed }: DemoOptions): Promise<void> {
  await tx.execute(
    sql.raw(`
    CREATE TEMPORARY TABLE drawn_borrowing_requests ON COMMIT DROP AS
    WITH rolled AS (
      SELECT i, ${digestOf(seed, "borrowing request")} AS digest, ${somebody(users, 140)} AS user_id, ${partner(141)} AS partner,
        CASE WHEN pg_temp.dice(i, 142, 10) = 0 THEN pg_temp.dice(i, 143, 60) ELSE pg_temp.dice(i, 144, ${HISTORY_DAYS}) END AS days_ago,
        pg_temp.dice(i, 145, 100) AS fate, 8 + pg_temp.dice(i, 146, 50) AS days_open
      FROM generate_series(1, ${Math.ceil(loans / LOANS_PER_BORROWING_REQUEST)}::bigint) AS i
    ), decided AS (
      SELECT *, days_ago > days_open AS finished, ${openHours("current_date - days_ago", 147)} AS created_at,
        ${openHours("current_date - days_ago + days_open", 149)} AS closing_at
      FROM rolled
    )
    SELECT row_number() OVER (ORDER BY digest) AS id, d.i, 'B' || d.i AS number, digest, d.user_id, place.library_id,
      NULL::integer AS location_id, p.id AS profile_id, partner, d.finished,
      (CASE WHEN finished THEN (ARRAY['completed', 'cancelled', 'expired', 'rejected'])[1 + (fate >= 80)::int + (fate >= 90)::int + (fate >= 95)::int]
        ELSE (ARRAY['requested', 'shipped', 'received', 'on_hold_shelf', 'overdue'])[1 + fate % 5] END)::record.borrowing_status AS status,
      created_at, CASE WHEN finished AND pg_temp.dice(d.i, 151, 60) <> 0 THEN closing_at END AS ended_at,
      NOT (finished AND days_ago > 1800 AND pg_temp.dice(d.i, 152, 8) = 0) AS linked
    FROM decided d
    JOIN pg_temp.places place ON place.place = pg_temp.dice(d.i, 153, 100) AND place.shelf = 0
    ${joinProfile("d")}`),
  );
  await tx.execute(sql`ALTER TABLE pg_temp.drawn_borrowing_requests ADD title text`);
  await tx.execute(sql`UPDATE pg_temp.drawn_borrowing_requests SET title = ${aTitle(154)}`);
  await tx.execute(sql`ANALYZE pg_temp.drawn_borrowing_requests`);
}

const aTitle = (salt: number) =>
  sql`${pick(titles.first, salt)} || ' ' || ${pick(titles.second, salt + 1)}`;

async function enterLending(tx: Tx, { loans }: DemoOptions): Promise<void> {
  await tx.execute(sql`
    INSERT INTO record.lending_requests (id, library_id, partner, status, title, created_on, ended_on, source_id, source_number)
      OVERRIDING SYSTEM VALUE
    SELECT i, place.library_id, ${pick(partners, 171)},
      (CASE WHEN days_ago > 40 THEN (ARRAY['completed', 'completed', 'completed', 'rejected'])[1 + fate]
        ELSE (ARRAY['requested', 'shipped', 'received', 'returned'])[1 + fate] END)::record.lending_status,
      ${aTitle(172)}, current_date - days_ago, CASE WHEN days_ago > 40 THEN current_date - days_ago + 10 + pg_temp.dice(i, 174, 30) END,
      s.id, 'N' || i
    FROM (SELECT i, pg_temp.dice(i, 175, ${sql.raw(`${HISTORY_DAYS}`)}) AS days_ago, pg_temp.dice(i, 176, 4) AS fate
      FROM generate_series(1, ${sql.raw(`${Math.ceil(loans / LOANS_PER_LENDING_REQUEST)}`)}::bigint) AS i) drawn
    JOIN pg_temp.places place ON place.place = pg_temp.dice(i, 177, 100) AND place.shelf = 0, record.sources s ORDER BY i`);
  await restart(tx, "lending_requests");
}
