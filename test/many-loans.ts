import type pg from "pg";
import { makeLibrary } from "./library.ts";

/**
 * A library with `loans` loans of twenty users, made in one statement each: every seventh active, every
 * tenth with a note, the rest returned 1 to 100 days ago.
 */
export async function makeManyLoans(pool: pg.Pool, loans: number): Promise<void> {
  await makeLibrary(pool, 20);
  await pool.query("INSERT INTO record.profiles (user_group_id) VALUES (1), (2), (3)");
  await pool.query(
    `INSERT INTO record.loans (id, library_id, profile_id, item_id, loaned_on, returned_on, ended_on) OVERRIDING SYSTEM VALUE
     SELECT n, 1 + n % 3, 1 + n % 3, 1, current_date - 200, e.day, e.day
     FROM generate_series(1, $1::bigint) n, LATERAL (SELECT CASE WHEN n % 7 <> 0 THEN current_date - (1 + n % 100)::int END) e(day)`,
    [loans],
  );
  await pool.query(
    `INSERT INTO patron.loan_links (loan_id, user_id, loaned_at, returned_at, ended_at, ended_on, finished, library_id, profile_id, source_id, source_number)
     SELECT id, 1 + id % 20, loaned_on, ended_on, ended_on, ended_on, ended_on IS NOT NULL, library_id, profile_id, 1, id::text FROM record.loans`,
  );
  await pool.query(
    "INSERT INTO patron.loan_notes (loan_id, text) SELECT id, 'Note ' || id FROM record.loans WHERE id % 10 = 0",
  );
  await pool.query("ANALYZE");
}

/** Sets the loans' rules as an administrator would have: loans returned more than `days` days ago go, with their notes. */
export async function anonymizeAfter(pool: pg.Pool, days: number): Promise<void> {
  await pool.query(
    "UPDATE console.anonymization_families SET records = true, notes = true WHERE family = 'loans'",
  );
  await pool.query(
    `WITH rule AS (INSERT INTO console.anonymization_rules (family, position, name, anonymize) VALUES ('loans', 1, 'Old loans', true) RETURNING id)
     INSERT INTO console.rule_conditions (rule_id, position, parameter, operator, number) SELECT id, 1, 'daysSinceEnded', '>', $1 FROM rule`,
    [days],
  );
}

/** What the tables say, to hold a run's counters and every statistic against. */
export async function readFacts(pool: pg.Pool) {
  const one = async (text: string) => Number((await pool.query<{ n: string }>(text)).rows[0]?.n);
  return {
    links: await one("SELECT count(*) AS n FROM patron.loan_links"),
    notes: await one("SELECT count(text) AS n FROM patron.loan_notes"),
    activeLinks: await one("SELECT count(*) AS n FROM patron.loan_links WHERE NOT finished"),
    statistics: await one(
      `SELECT sum(hashtextextended(s::text, 0)) AS n FROM (SELECT date_trunc('month', loaned_on), library_id, location_id, profile_id, count(*)
       FROM record.loans GROUP BY 1, 2, 3, 4) s`,
    ),
  };
}

/** A run's counters, added up by measure. */
export async function readCounters(pool: pg.Pool, runId: number): Promise<Record<string, number>> {
  const { rows } = await pool.query<{ measure: string; count: string }>(
    "SELECT measure, sum(count) AS count FROM console.job_counters WHERE run_id = $1 GROUP BY measure",
    [runId],
  );
  return Object.fromEntries(rows.map(({ measure, count }) => [measure, Number(count)]));
}
