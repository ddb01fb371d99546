import { sql } from "drizzle-orm";
import type { Tx } from "../client.ts";
import type { DemoOptions } from "./fill.ts";
import { libraries, loanNotes } from "./library.ts";
import { HISTORY_DAYS, restart, somebody, something } from "./drawn.ts";
import { pick } from "./reference.ts";

/** Loans over six years: most returned, some out, a few lost; the oldest partly without a patron. */
export async function fillLoans(tx: Tx, options: DemoOptions): Promise<void> {
  if (options.loans === 0) return;
  await drawLoans(tx, options);
  await resolveProfiles(tx);
  await tx.execute(
    sql`INSERT INTO record.seen_sources (digest) SELECT digest FROM pg_temp.drawn_loans ORDER BY digest`,
  );
  await tx.execute(sql`
    INSERT INTO record.loans (id, library_id, location_id, profile_id, item_id, loaned_on, due_on, returned_on,
      closed_on, ended_on, renewals, process_status) OVERRIDING SYSTEM VALUE
    SELECT id, library_id, location_id, profile_id, item_id, loaned_at::date, due_at::date, returned_at::date,
      closed_at::date, coalesce(returned_at, closed_at)::date, renewals, process_status
    FROM pg_temp.drawn_loans ORDER BY id`);
  await tx.execute(sql`
    INSERT INTO patron.loan_links (loan_id, user_id, loaned_at, due_at, returned_at, closed_at, ended_at, ended_on,
      finished, library_id, location_id, profile_id, source_id, source_number)
    SELECT d.id, user_id, loaned_at, due_at, returned_at, closed_at, coalesce(returned_at, closed_at),
      coalesce(returned_at, closed_at)::date, coalesce(returned_at, closed_at) IS NOT NULL,
      library_id, location_id, profile_id, s.id, 'D' || i
    FROM pg_temp.drawn_loans d, record.sources s WHERE linked ORDER BY d.id`);
  await tx.execute(sql`
    INSERT INTO patron.loan_notes (loan_id, text)
    SELECT d.id, replace(${pick(loanNotes, 80)}, '%s', coalesce(u.first_name || ' ', '') || u.last_name)
    FROM pg_temp.drawn_loans d JOIN patron.users u ON u.id = d.user_id
    WHERE linked AND pg_temp.dice(i, 81, 25) = 0 ORDER BY d.id`);
  await restart(tx, "loans");
  await tx.execute(sql`
    UPDATE patron.users u SET last_activity_month = l.month
    FROM (SELECT user_id, date_trunc('month', max(loaned_at))::date AS month FROM pg_temp.drawn_loans GROUP BY user_id) l
    WHERE u.id = l.user_id`);
}

/** Rolls the dice for each loan, and deals ids in the order of the digests. */
async function drawLoans(tx: Tx, { loans, users, seed }: DemoOptions): Promise<void> {
  await tx.execute(sql.raw(places()));
  await tx.execute(sql`ANALYZE pg_temp.places`);
  await tx.execute(
    sql.raw(`
    CREATE TEMPORARY TABLE drawn_loans ON COMMIT DROP AS
    WITH rolled AS MATERIALIZED (
      SELECT i, substring(sha256(convert_to('demo ${seed} ' || i, 'UTF8')), 1, 16) AS digest,
        ${somebody(users, 60)} AS user_id, ${something(loans, 61)} AS item_id,
        pg_temp.dice(i, 62, ${HISTORY_DAYS}) AS days_ago, pg_temp.dice(i, 63, 100) AS place,
        pg_temp.dice(i, 64, 1000) AS outcome
      FROM generate_series(1, ${loans}::bigint) AS i
    ), timed AS MATERIALIZED (
      SELECT *, (current_date - days_ago)::timestamptz
          + make_interval(hours => 9 + pg_temp.dice(i, 65, 9), mins => pg_temp.dice(i, 66, 60)) AS wanted_at,
        1 + (60 * power(pg_temp.dice(i, 67, 1000) / 1000.0, 1.5))::integer AS days_out
      FROM rolled
    ), lived AS MATERIALIZED (
      -- Nothing is lent later than now.
      SELECT *, least(wanted_at, date_trunc('hour', now())) AS loaned_at FROM timed
    ), ended AS MATERIALIZED (
      SELECT *, loaned_at::date + days_out < current_date AND outcome >= 12 AS returned,
        outcome < 6 AND days_ago > 120 AS paid
      FROM lived
    )
    SELECT row_number() OVER (ORDER BY digest) AS id, i, digest, user_id, item_id, l.library_id, l.location_id, loaned_at,
      (loaned_at::date + 28)::timestamptz + interval '23 hours 59 minutes' AS due_at,
      CASE WHEN returned THEN (loaned_at::date + days_out)::timestamptz
        + make_interval(hours => 9 + pg_temp.dice(i, 68, 9), mins => pg_temp.dice(i, 69, 60)) END AS returned_at,
      CASE WHEN NOT returned AND paid THEN (loaned_at::date + 90)::timestamptz + interval '11 hours' END AS closed_at,
      (days_out / 28)::smallint AS renewals,
      (CASE WHEN outcome < 6 THEN 'lost' WHEN outcome < 9 THEN 'claimed_returned' ELSE 'normal' END)::record.process_status
        AS process_status,
      NOT (returned AND days_ago > 1800 AND outcome % 8 = 0) AS linked, days_ago > 900 AND outcome % 5 = 0 AS as_student
    FROM ended JOIN pg_temp.places l ON l.place = ended.place AND l.shelf = pg_temp.dice(i, 70, l.shelves)`),
  );
  await tx.execute(sql`ANALYZE pg_temp.drawn_loans`);
}

/** A hundred places of lending, each library as often as its share, with all its shelves. */
function places(): string {
  let from = 0;
  const shares = libraries.map(({ code, percent }) => {
    const range = `('${code}', ${from}, ${from + percent - 1})`;
    from += percent;
    return range;
  });
  return `CREATE TEMPORARY TABLE places ON COMMIT DROP AS
    SELECT place, l.library_id, l.id AS location_id,
      row_number() OVER (PARTITION BY place ORDER BY l.id) - 1 AS shelf, (count(*) OVER (PARTITION BY place))::integer AS shelves
    FROM (VALUES ${shares.join(", ")}) AS s(code, low, high)
    JOIN record.libraries b ON b.code = s.code JOIN record.locations l ON l.library_id = b.id,
    generate_series(s.low, s.high) AS place`;
}

/** The patron's group and categories at the event: years ago, some were still undergraduates. */
async function resolveProfiles(tx: Tx): Promise<void> {
  await tx.execute(sql`
    CREATE TEMPORARY TABLE profiles_of_users ON COMMIT DROP AS
    SELECT u.id AS user_id, student.as_student,
      CASE WHEN student.as_student AND g.code IN ('GRAD', 'ALUMNI', 'STAFF') THEN undergrad.id ELSE g.id END AS group_id,
      coalesce(array_agg(c.category_id ORDER BY c.category_id) FILTER (WHERE c.category_id IS NOT NULL), '{}') AS category_ids
    FROM patron.users u JOIN record.user_groups g ON g.id = u.user_group_id
    JOIN record.user_groups undergrad ON undergrad.code = 'UNDERGRAD'
    CROSS JOIN (VALUES (false), (true)) AS student(as_student)
    LEFT JOIN patron.user_categories c ON c.user_id = u.id
    GROUP BY u.id, student.as_student, g.code, g.id, undergrad.id`);
  await tx.execute(sql`
    INSERT INTO record.profiles (user_group_id, category_ids)
    SELECT DISTINCT group_id, category_ids FROM pg_temp.profiles_of_users ORDER BY 1, 2`);
  await tx.execute(sql`ALTER TABLE pg_temp.drawn_loans ADD profile_id integer`);
  await tx.execute(sql`
    UPDATE pg_temp.drawn_loans d SET profile_id = p.id
    FROM pg_temp.profiles_of_users o JOIN record.profiles p
      ON p.user_group_id = o.group_id AND p.category_ids = o.category_ids
    WHERE o.user_id = d.user_id AND o.as_student = d.as_student`);
}
