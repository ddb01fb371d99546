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
import { feeComments } from "./library.ts";

const LOANS_PER_COPY_FEE = 120;

/**
 * Fines for late and lost loans, and fees for copies: most paid, some owed by people long gone, some in
 * dispute, a few closed without a day. What the drawn loan no longer names, its fee does not either.
 */
export async function fillFees(tx: Tx, options: DemoOptions): Promise<void> {
  await drawFees(tx, options);
  await enterDrawn(tx, {
    records: "fees",
    links: "fee_links",
    notes: "fee_notes",
    key: "fee_id",
    onRecord: {
      type: "type",
      status: "status",
      original_amount: "amount",
      balance: "balance",
      created_on: "created_at::date",
      item_id: "item_id",
    },
    onLink: { created_at: "created_at", loan_id: "loan_id" },
    words: { texts: feeComments, every: 9, salt: 110 },
  });
  await enterTransactions(tx, options);
}

async function drawFees(tx: Tx, { loans, users, seed }: DemoOptions): Promise<void> {
  await tx.execute(
    sql.raw(`
    CREATE TEMPORARY TABLE drawn_fees ON COMMIT DROP AS
    WITH reasons AS (
      SELECT i, 'F' || i AS number, ${digestOf(seed, "fee")} AS digest, user_id, library_id, profile_id, item_id,
        CASE WHEN linked THEN id END AS loan_id, linked, 'OVERDUE' AS type, returned_at AS created_at,
        0.20 * least(returned_at::date - due_at::date, 60) AS amount
      FROM pg_temp.drawn_loans WHERE returned_at::date > due_at::date AND pg_temp.dice(i, 100, 5) = 0
      UNION ALL
      SELECT i, 'F' || i, ${digestOf(seed, "fee")}, user_id, library_id, profile_id, item_id,
        CASE WHEN linked THEN id END, linked, 'LOST', due_at + interval '60 days', 30 + pg_temp.dice(i, 101, 80)
      FROM pg_temp.drawn_loans WHERE process_status = 'lost' AND due_at + interval '60 days' < now()
      UNION ALL
      ${copies({ loans, users, seed })}
    ), rolled AS (
      SELECT *, pg_temp.dice(i, 102, 1000) AS fate, pg_temp.dice(i, 103, 250) = 0 AS endless,
        created_at::date + 1 + pg_temp.dice(i, 104, 45) AS paid_on
      FROM reasons
    ), decided AS (
      SELECT *, (CASE WHEN fate < 90 OR paid_on > current_date THEN 'active' WHEN fate < 100 THEN 'in_dispute'
        WHEN fate < 106 THEN 'exported' ELSE 'closed' END)::record.fee_status AS status
      FROM rolled
    )
    SELECT row_number() OVER (ORDER BY digest) AS id, i, number, digest, user_id, library_id, NULL::integer AS location_id,
      profile_id, item_id, loan_id, type, status, created_at, amount, status = 'closed' AS finished,
      CASE WHEN status = 'closed' THEN 0 WHEN pg_temp.dice(i, 105, 4) = 0 THEN round(amount / 2, 2) ELSE amount END AS balance,
      CASE WHEN status = 'closed' AND NOT endless THEN ${openHours("paid_on", 106)} END AS ended_at,
      linked OR status <> 'closed' AS linked
    FROM decided`),
  );
  await tx.execute(sql`ANALYZE pg_temp.drawn_fees`);
}

/** Fees for copies, which come from no loan. */
const copies = ({ loans, users, seed }: DemoOptions): string => `
  SELECT c.i, 'C' || c.i, c.digest, c.user_id, place.library_id, p.id, NULL, NULL, true, 'COPY', c.created_at, c.amount
  FROM (
    SELECT i, ${digestOf(seed, "copy fee")} AS digest, ${somebody(users, 90)} AS user_id, days_ago,
      ${openHours("current_date - days_ago", 92)} AS created_at, 1 + pg_temp.dice(i, 94, 60) * 0.10 AS amount
    FROM (SELECT i, pg_temp.dice(i, 91, ${HISTORY_DAYS}) AS days_ago
      FROM generate_series(1, ${Math.ceil(loans / LOANS_PER_COPY_FEE)}::bigint) AS i) drawn
  ) c
  JOIN pg_temp.places place ON place.place = pg_temp.dice(c.i, 95, 100) AND place.shelf = 0
  ${joinProfile("c")}`;

/** How each fee came to its balance: paid, waived or disputed. */
async function enterTransactions(tx: Tx, { seed }: DemoOptions): Promise<void> {
  await tx.execute(
    sql.raw(`
    CREATE TEMPORARY TABLE drawn_transactions ON COMMIT DROP AS
    SELECT substring(sha256(convert_to('demo ${seed} transaction ' || number || kind, 'UTF8')), 1, 16) AS digest, *
    FROM (
      SELECT number, id AS fee_id, CASE WHEN pg_temp.dice(i, 108, 12) = 0 THEN 'waive' ELSE 'payment' END AS kind,
        amount - balance AS paid, coalesce(ended_at, least(created_at + interval '9 days', now()))::date AS on_day
      FROM pg_temp.drawn_fees WHERE balance < amount
      UNION ALL
      SELECT number, id, 'dispute', balance, least(created_at + interval '5 days', now())::date
      FROM pg_temp.drawn_fees WHERE status = 'in_dispute'
    ) told`),
  );
  await tx.execute(sql`
    INSERT INTO record.seen_sources (digest) SELECT digest FROM pg_temp.drawn_transactions ORDER BY digest`);
  await tx.execute(sql`
    INSERT INTO record.fee_transactions (id, fee_id, type, amount, created_on) OVERRIDING SYSTEM VALUE
    SELECT row_number() OVER (ORDER BY digest), fee_id, kind::record.fee_transaction_type, paid, on_day
    FROM pg_temp.drawn_transactions ORDER BY 1`);
  await restart(tx, "fee_transactions");
}
