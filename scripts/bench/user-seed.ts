import { migrate } from "#db/migrate.ts";
import { query, type BenchDatabase, type BenchServer } from "./server.ts";

/** Users with all their parts, twice as many loans, a fee for every fifth, a tenth purged, a set of a tenth. */
export async function seedUsers(server: BenchServer, users: number): Promise<BenchDatabase> {
  const database = await server.create("bench_users");
  await migrate(database.url);
  await query(database, people(users));
  await query(database, circulation(users));
  await query(database, "VACUUM ANALYZE");
  return database;
}

/** Same seed, same number: from 0 up to `below`. */
const dice = (salt: number, below: number) =>
  `mod(abs(hashint8extended(n, ${salt})), ${below})::int`;

const people = (users: number) => `
  SET session_replication_role = replica; SET work_mem = '256MB';
  INSERT INTO record.user_groups (code, name) SELECT 'G' || g, 'Group ' || g FROM generate_series(1, 8) g;
  INSERT INTO record.user_groups (code, name) VALUES ('RARE', 'Writers in Residence');
  INSERT INTO record.statistical_categories (type, category) SELECT 'FACULTY', 'F' || c FROM generate_series(1, 20) c;
  INSERT INTO patron.users (id, primary_id, first_name, middle_name, last_name, status, record_type, account_type,
    user_group_id, job_category, campus, expiry_date, purge_date, deleted_on, created_at, last_activity_month)
    OVERRIDING SYSTEM VALUE
    SELECT n, CASE WHEN NOT purged THEN 'P' || n END, CASE WHEN NOT purged THEN first END, NULL,
      CASE WHEN purged THEN n::text ELSE last END,
      (CASE WHEN purged THEN 'deleted' WHEN ${dice(4, 50)} = 0 THEN 'inactive' ELSE 'active' END)::patron.user_status,
      (CASE WHEN ${dice(5, 20)} = 0 THEN 'staff' ELSE 'public' END)::patron.record_type, 'external',
      CASE WHEN ${dice(6, 50_000)} = 0 THEN 9 ELSE 1 + ${dice(7, 8)} END,
      CASE WHEN ${dice(8, 20)} = 0 THEN 'LIBRARY' END, 'C' || ${dice(9, 3)},
      CASE WHEN NOT purged AND ${dice(10, 40)} > 0 THEN current_date - 1500 + ${dice(11, 2500)} END,
      CASE WHEN NOT purged AND ${dice(12, 10)} = 0 THEN current_date - 300 + ${dice(13, 900)} END,
      CASE WHEN purged THEN current_date - ${dice(14, 300)} END,
      now() - make_interval(days => ${dice(15, 3000)}),
      date_trunc('month', current_date - ${dice(16, 1500)})::date
    FROM (SELECT n, ${dice(1, 10)} = 0 AS purged, 'First' || ${dice(2, 900)} AS first, 'Last' || ${dice(3, 9000)} AS last
      FROM generate_series(1, ${users}::bigint) n) AS dealt;
  INSERT INTO patron.user_identifiers (user_id, type, value)
    SELECT n, 'BARCODE', 'B' || n * 7 FROM generate_series(1, ${users}::bigint) n WHERE ${dice(1, 10)} > 0;
  INSERT INTO patron.user_emails (user_id, email)
    SELECT n, 'user' || n || '@example.org' FROM generate_series(1, ${users}::bigint) n WHERE ${dice(1, 10)} > 0;
  INSERT INTO patron.user_notes (user_id, text)
    SELECT n, 'Asked by phone about card ' || n FROM generate_series(1, ${users}::bigint) n WHERE ${dice(20, 20)} = 0;
  INSERT INTO patron.user_blocks (user_id, code)
    SELECT n, CASE WHEN ${dice(21, 10)} = 0 THEN 'LOST' ELSE 'OVERDUE' END FROM generate_series(1, ${users}::bigint) n WHERE ${dice(22, 100)} = 0;
  INSERT INTO patron.user_categories SELECT n, 1 + ${dice(23, 20)} FROM generate_series(1, ${users}::bigint) n WHERE ${dice(24, 10)} < 7;
  SELECT setval('patron.users_id_seq', ${users});
  INSERT INTO patron.sets (name, kind, private) VALUES ('A tenth', 'itemized', false);
  INSERT INTO patron.set_members SELECT 1, n FROM generate_series(1, ${users}::bigint) n WHERE ${dice(25, 10)} = 0;`;

const circulation = (users: number) => `
  SET session_replication_role = replica;
  INSERT INTO record.sources (name) VALUES ('alma');
  INSERT INTO record.libraries (code, name) VALUES ('MAIN', 'Main Library');
  INSERT INTO record.profiles (user_group_id) VALUES (1);
  INSERT INTO record.items (barcode, title) SELECT 'I' || n, 'A title of usual length ' || n FROM generate_series(1, 1000) n;
  INSERT INTO record.loans (id, library_id, profile_id, item_id, loaned_on, returned_on, ended_on) OVERRIDING SYSTEM VALUE
    SELECT n, 1, 1, 1 + n % 1000, current_date - 200, e.day, e.day FROM generate_series(1, ${users * 2}::bigint) n,
      LATERAL (SELECT CASE WHEN ${dice(30, 10)} > 0 THEN current_date - ${dice(31, 190)} END) e(day);
  INSERT INTO patron.loan_links (loan_id, user_id, loaned_at, returned_at, ended_at, ended_on, finished, library_id, profile_id, source_id, source_number)
    SELECT id, 1 + mod(abs(hashint8extended(id, 32)), ${users}), loaned_on, ended_on, ended_on, ended_on, ended_on IS NOT NULL, 1, 1, 1, id::text FROM record.loans;
  INSERT INTO record.fees (id, library_id, profile_id, type, status, original_amount, balance, created_on, ended_on) OVERRIDING SYSTEM VALUE
    SELECT n, 1, 1, 'OVERDUE', (CASE WHEN open THEN 'active' ELSE 'closed' END)::record.fee_status, 5 + ${dice(33, 200)},
      CASE WHEN open THEN 5 + ${dice(33, 200)} ELSE 0 END, current_date - 100, CASE WHEN NOT open THEN current_date - 10 END
    FROM (SELECT n, ${dice(34, 10)} = 0 AS open FROM generate_series(1, ${Math.ceil(users / 5)}::bigint) n) AS dealt;
  INSERT INTO patron.fee_links (fee_id, user_id, created_at, ended_at, ended_on, finished, library_id, profile_id, source_id, source_number)
    SELECT id, 1 + mod(abs(hashint8extended(id, 35)), ${users}), created_on, ended_on, ended_on, ended_on IS NOT NULL, 1, 1, 1, id::text FROM record.fees;`;
