import { sql } from "drizzle-orm";
import type { Tx } from "../client.ts";
import {
  digestOf,
  enterDrawn,
  HISTORY_DAYS,
  joinProfile,
  openHours,
  somebody,
  something,
} from "./drawn.ts";
import type { DemoOptions } from "./fill.ts";
import { requestNotes } from "./library.ts";

const LOANS_PER_REQUEST = 8;

/** Holds, bookings and digitizations over six years: most done with, the latest still under way. */
export async function fillRequests(tx: Tx, options: DemoOptions): Promise<void> {
  await drawRequests(tx, options);
  await enterDrawn(tx, {
    records: "requests",
    links: "request_links",
    notes: "request_notes",
    key: "request_id",
    onRecord: {
      location_id: "location_id",
      type: "type",
      status: "status",
      item_id: "item_id",
      title: "title",
      created_on: "created_at::date",
    },
    onLink: { created_at: "created_at", request_type: "type" },
    words: { texts: requestNotes, every: 12, salt: 136 },
  });
  await tx.execute(sql`
    UPDATE patron.users u SET last_activity_month = greatest(u.last_activity_month, d.month)
    FROM (SELECT user_id, date_trunc('month', max(created_at))::date AS month FROM pg_temp.drawn_requests GROUP BY user_id) d
    WHERE u.id = d.user_id AND (u.last_activity_month IS NULL OR u.last_activity_month < d.month)`);
}

async function drawRequests(tx: Tx, { loans, users, seed }: DemoOptions): Promise<void> {
  await tx.execute(
    sql.raw(`
    CREATE TEMPORARY TABLE drawn_requests ON COMMIT DROP AS
    WITH rolled AS (
      SELECT i, ${digestOf(seed, "request")} AS digest, ${somebody(users, 120)} AS user_id, ${something(loans, 121)} AS item_id,
        -- Requests of the last weeks are as many as those of a year: that is what is on the desk.
        CASE WHEN pg_temp.dice(i, 122, 8) = 0 THEN pg_temp.dice(i, 123, 30) ELSE pg_temp.dice(i, 124, ${HISTORY_DAYS}) END AS days_ago,
        (CASE WHEN pg_temp.dice(i, 125, 100) < 80 THEN 'hold' WHEN pg_temp.dice(i, 125, 100) < 92 THEN 'digitization'
          ELSE 'booking' END)::record.request_type AS type,
        pg_temp.dice(i, 126, 100) AS fate, pg_temp.dice(i, 127, 1 + 20) AS days_open
      FROM generate_series(1, ${Math.ceil(loans / LOANS_PER_REQUEST)}::bigint) AS i
    ), decided AS (
      SELECT *, days_ago > days_open AS finished, ${openHours("current_date - days_ago", 128)} AS created_at,
        ${openHours("current_date - days_ago + days_open + 1", 130)} AS closing_at
      FROM rolled
    )
    SELECT row_number() OVER (ORDER BY digest) AS id, d.i, 'R' || d.i AS number, digest, d.user_id, place.library_id,
      place.location_id, p.id AS profile_id, d.type, d.finished,
      (CASE WHEN finished THEN (ARRAY['completed', 'cancelled', 'expired', 'rejected'])[1 + (fate >= 75)::int + (fate >= 87)::int + (fate >= 97)::int]
        ELSE (ARRAY['placed', 'in_process', 'in_transit', 'on_hold_shelf'])[1 + fate % 4] END)::record.request_status AS status,
      CASE WHEN type <> 'digitization' THEN item_id END AS item_id,
      CASE WHEN type = 'digitization' THEN (SELECT title FROM record.items WHERE id = d.item_id) END AS title,
      created_at, CASE WHEN finished AND pg_temp.dice(d.i, 132, 200) <> 0 THEN greatest(closing_at, created_at) END AS ended_at,
      NOT (finished AND days_ago > 1800 AND pg_temp.dice(d.i, 133, 8) = 0) AS linked
    FROM decided d
    JOIN pg_temp.places place ON place.place = pg_temp.dice(d.i, 134, 100) AND place.shelf = 0
    ${joinProfile("d")}`),
  );
  await tx.execute(sql`ANALYZE pg_temp.drawn_requests`);
}
