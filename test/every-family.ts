import type pg from "pg";
import { makeLibrary } from "./library.ts";

/**
 * 400 records of each family over three years, each of a patron and with a note, and as many lending
 * requests, which have neither; every second has ended.
 * Some are without location, group or category, some have three categories.
 */
export async function makeEveryFamily(pool: pg.Pool): Promise<void> {
  await makeLibrary(pool, 20);
  await pool.query(`
    INSERT INTO record.profiles (user_group_id, category_ids) VALUES
      (1, '{1,2,3}'), (1, '{}'), (2, '{1}'), (3, '{2,3}'), (NULL, '{}'), (NULL, '{3}');
    CREATE TABLE public.wanted AS
      SELECT n, library, (SELECT id FROM record.locations l WHERE l.library_id = library AND l.id = location) AS location,
        profile, day, CASE WHEN n % 2 = 0 THEN day + 30 END AS ended
      FROM (SELECT n, 1 + n % 3 AS library, 1 + (n * 7) % 6 AS profile, DATE '2023-11-20' + n * 3 AS day,
        CASE WHEN n % 5 > 0 THEN 1 + (n % 3) * 2 + n % 2 END AS location FROM generate_series(1, 400) n) AS made;
    INSERT INTO record.loans (id, library_id, profile_id, item_id, location_id, loaned_on, returned_on, ended_on)
      OVERRIDING SYSTEM VALUE SELECT n, library, profile, 1, location, day, ended, ended FROM wanted;
    INSERT INTO record.fees (id, library_id, profile_id, type, status, original_amount, balance, created_on, ended_on)
      OVERRIDING SYSTEM VALUE SELECT n, library, profile, 'OVERDUE',
        CASE WHEN ended IS NULL THEN 'active' ELSE 'closed' END::record.fee_status,
        n + 0.05, CASE WHEN ended IS NULL THEN n ELSE 0 END, day, ended FROM wanted;
    INSERT INTO record.requests (id, library_id, profile_id, type, status, location_id, created_on, ended_on)
      OVERRIDING SYSTEM VALUE SELECT n, library, profile, 'hold',
        CASE WHEN ended IS NULL THEN 'placed' ELSE 'completed' END::record.request_status, location, day, ended FROM wanted;
    INSERT INTO record.borrowing_requests (id, library_id, profile_id, status, created_on, ended_on)
      OVERRIDING SYSTEM VALUE SELECT n, library, profile,
        CASE WHEN ended IS NULL THEN 'requested' ELSE 'completed' END::record.borrowing_status, day, ended FROM wanted;
    INSERT INTO record.lending_requests (library_id, partner, status, created_on, ended_on, source_id, source_number)
      SELECT library, 'Partner ' || n % 4,
        CASE WHEN ended IS NULL THEN 'shipped' ELSE 'completed' END::record.lending_status, day, ended, 1, n::text FROM wanted`);
  await linkAll(pool);
  await pool.query("DROP TABLE public.wanted; ANALYZE");
}

/** What ended less than `days` ago is kept, the rest goes: in every family, whose boxes stay as they are. */
export async function keepRecent(pool: pg.Pool, days: number): Promise<void> {
  await pool.query("UPDATE console.anonymization_families SET default_anonymize = true");
  await pool.query(
    `WITH rules AS (INSERT INTO console.anonymization_rules (family, position, name, anonymize)
      SELECT family, 1, 'Recent', false FROM console.anonymization_families RETURNING id)
    INSERT INTO console.rule_conditions (rule_id, position, parameter, operator, number)
      SELECT id, 1, 'daysSinceEnded', '<', $1 FROM rules`,
    [days],
  );
}

async function linkAll(pool: pg.Pool): Promise<void> {
  const common = "ended_at, ended_on, finished, library_id, profile_id, source_id, source_number";
  const values = "ended, ended, ended IS NOT NULL, library, profile, 1, n::text";
  await pool.query(`
    INSERT INTO patron.loan_links (loan_id, user_id, loaned_at, returned_at, location_id, ${common})
      SELECT n, 1 + n % 20, day, ended, location, ${values} FROM wanted;
    INSERT INTO patron.fee_links (fee_id, user_id, created_at, ${common}) SELECT n, 1 + n % 20, day, ${values} FROM wanted;
    INSERT INTO patron.request_links (request_id, user_id, created_at, request_type, location_id, ${common})
      SELECT n, 1 + n % 20, day, 'hold', location, ${values} FROM wanted;
    INSERT INTO patron.borrowing_links (borrowing_request_id, user_id, created_at, ${common})
      SELECT n, 1 + n % 20, day, ${values} FROM wanted;
    INSERT INTO patron.loan_notes SELECT n, 'Note' FROM wanted;
    INSERT INTO patron.fee_notes SELECT n, 'Note' FROM wanted;
    INSERT INTO patron.request_notes SELECT n, 'Note' FROM wanted;
    INSERT INTO patron.borrowing_notes SELECT n, 'Note' FROM wanted`);
}
