import type pg from "pg";

/**
 * What watches a run from within the database, in its own transactions: which links and notes went, and
 * whether the rules of library.ts let them go at that instant. The rules are said here a second time, in
 * plain SQL; nothing is shared with the job. A batch that is rolled back takes its testimony with it.
 */
export async function placeWitness(pool: pg.Pool): Promise<void> {
  await pool.query(tables);
  await pool.query(oracle);
  await pool.query(testimony);
  await pool.query(`GRANT USAGE ON SCHEMA faults TO PUBLIC`);
}

const tables = `
  CREATE SCHEMA faults;
  CREATE TABLE faults.circumstances (cut_off date);
  INSERT INTO faults.circumstances VALUES (NULL);
  CREATE TABLE faults.ranks (loan_id bigint PRIMARY KEY, rank bigint NOT NULL);
  CREATE TABLE faults.cuts (family text, key bigint, lawful boolean, at timestamptz DEFAULT clock_timestamp());
  CREATE TABLE faults.notes_gone (family text, key bigint, lawful boolean);
  CREATE TABLE faults.relinked (family text, key bigint);
  CREATE TABLE faults.touched (family text, key bigint);
  CREATE TABLE faults.take_overs (bulk_id bigint, epoch integer);
  CREATE TABLE faults.statistics (name text, digest text)`;

const oracle = `
  CREATE FUNCTION faults.cut_off() RETURNS date LANGUAGE sql STABLE AS 'SELECT cut_off FROM faults.circumstances';
  CREATE FUNCTION faults.expiry(who bigint) RETURNS date LANGUAGE sql STABLE AS
    'SELECT coalesce(expiry_date, deleted_on) FROM patron.users WHERE id = who';
  CREATE FUNCTION faults.group_of(profile integer) RETURNS text LANGUAGE sql STABLE AS
    'SELECT (ARRAY[''STUDENT'', ''STAFF'', ''GUEST''])[user_group_id] FROM record.profiles WHERE id = profile';
  CREATE FUNCTION faults.has_category(profile integer, category integer) RETURNS boolean LANGUAGE sql STABLE AS
    'SELECT category = ANY(category_ids) FROM record.profiles WHERE id = profile';
  CREATE FUNCTION faults.at_desk(location integer) RETURNS boolean LANGUAGE sql STABLE AS
    'SELECT EXISTS (SELECT FROM record.locations WHERE id = location AND code = ''DESK'')';
  CREATE FUNCTION faults.is_held(who bigint) RETURNS boolean LANGUAGE sql STABLE AS
    'SELECT EXISTS (SELECT FROM patron.held_users WHERE user_id = who)';
  CREATE FUNCTION faults.loan_goes(l patron.loan_links) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT l.finished AND l.ended_on IS NOT NULL AND NOT faults.is_held(l.user_id) AND coalesce(CASE
      WHEN EXISTS (SELECT FROM patron.fee_links f JOIN record.fees r ON r.id = f.fee_id
                   WHERE f.loan_id = l.loan_id AND NOT f.finished AND r.balance <> 0) THEN false
      WHEN l.library_id = 3 AND faults.cut_off() - l.ended_on < 60 THEN false
      WHEN faults.group_of(l.profile_id) = 'GUEST' AND faults.cut_off() - faults.expiry(l.user_id) > 30 THEN true
      WHEN faults.has_category(l.profile_id, 3) THEN false
      WHEN (SELECT rank FROM faults.ranks WHERE loan_id = l.loan_id) > 5 AND faults.cut_off() - l.ended_on > 10 THEN true
      WHEN faults.at_desk(l.location_id) AND faults.cut_off() - l.ended_on > 20 THEN true
      ELSE false END, false) $$;
  CREATE FUNCTION faults.fee_goes(l patron.fee_links) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT l.finished AND l.ended_on IS NOT NULL AND NOT faults.is_held(l.user_id) AND faults.expiry(l.user_id) IS NOT NULL
      AND faults.group_of(l.profile_id) IS DISTINCT FROM 'STAFF' AND faults.cut_off() - l.ended_on > 30 $$;
  CREATE FUNCTION faults.request_goes(l patron.request_links) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT l.finished AND l.ended_on IS NOT NULL AND NOT faults.is_held(l.user_id)
      AND NOT (l.request_type = 'booking' AND faults.cut_off() - l.ended_on < 90)
      AND NOT faults.at_desk(l.location_id) AND faults.cut_off() - l.ended_on > 30 $$;
  CREATE FUNCTION faults.borrowing_goes(l patron.borrowing_links) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT l.finished AND l.ended_on IS NOT NULL AND NOT faults.is_held(l.user_id)
      AND NOT faults.has_category(l.profile_id, 2) AND faults.cut_off() - l.ended_on > 15 $$`;

/** A trigger whose statement sees what has been committed until then. */
export const trigger = (name: string, on: string, transitions: string, body: string) => `
  CREATE FUNCTION faults.${name}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN ${body}; RETURN NULL; END $$;
  CREATE TRIGGER faults_${name} ${on} REFERENCING ${transitions} FOR EACH STATEMENT EXECUTE FUNCTION faults.${name}();`;

const ofFamily = (family: string, key: string, goes: string, letsLinkGo: boolean) =>
  trigger(
    `${goes}_cut`,
    `AFTER DELETE ON patron.${goes}_links`,
    "OLD TABLE AS gone",
    `INSERT INTO faults.cuts (family, key, lawful)
     SELECT '${family}', ${key}, ${letsLinkGo} AND faults.${goes}_goes(gone::patron.${goes}_links) FROM gone`,
  ) +
  trigger(
    `${goes}_note_cut`,
    `AFTER DELETE ON patron.${goes}_notes`,
    "OLD TABLE AS gone",
    `INSERT INTO faults.notes_gone SELECT '${family}', ${key}, NOT EXISTS (SELECT FROM patron.${goes}_links l WHERE l.${key} = gone.${key})
     FROM gone WHERE text IS NOT NULL`,
  ) +
  trigger(
    `${goes}_note_emptied`,
    `AFTER UPDATE ON patron.${goes}_notes`,
    "OLD TABLE AS gone NEW TABLE AS stays",
    `INSERT INTO faults.notes_gone SELECT '${family}', ${key}, faults.${goes}_goes(l)
     FROM gone JOIN stays USING (${key}) JOIN patron.${goes}_links l USING (${key}) WHERE gone.text IS NOT NULL AND stays.text IS NULL`,
  ) +
  trigger(
    `${goes}_made`,
    `AFTER INSERT ON patron.${goes}_links`,
    "NEW TABLE AS made",
    `INSERT INTO faults.relinked SELECT '${family}', ${key} FROM made JOIN faults.cuts c ON c.family = '${family}' AND c.key = made.${key}`,
  ) +
  trigger(
    `${goes}_changed`,
    `AFTER UPDATE ON patron.${goes}_links`,
    "OLD TABLE AS before NEW TABLE AS after",
    `INSERT INTO faults.relinked SELECT '${family}', ${key} FROM before JOIN after USING (${key}) WHERE before.user_id <> after.user_id`,
  );

const testimony =
  ofFamily("loans", "loan_id", "loan", true) +
  ofFamily("fees", "fee_id", "fee", true) +
  ofFamily("requests", "request_id", "request", true) +
  ofFamily("borrowingRequests", "borrowing_request_id", "borrowing", false) +
  trigger(
    "taken_over",
    "AFTER UPDATE ON console.job_bulks",
    "OLD TABLE AS before NEW TABLE AS after",
    `INSERT INTO faults.take_overs SELECT id, after.epoch FROM before JOIN after USING (id)
     WHERE before.status = 'working' AND after.epoch > before.epoch`,
  );

/** Of who is deleted no loan is retained. */
const beyondAll = 1_000_000;

/** What is true just before a run: the ranks of the library's loans, and every statistic. */
export async function rememberStart(pool: pg.Pool): Promise<void> {
  await pool.query(`
    UPDATE faults.circumstances SET cut_off = (SELECT (now() AT TIME ZONE time_zone)::date FROM console.institution);
    TRUNCATE faults.ranks, faults.cuts, faults.notes_gone, faults.touched, faults.relinked, faults.take_overs, faults.statistics;
    INSERT INTO faults.ranks SELECT loan_id, CASE WHEN u.status = 'deleted' THEN ${beyondAll} ELSE
        row_number() OVER (PARTITION BY user_id ORDER BY ended_at DESC, loaned_at DESC, loan_id DESC) END
      FROM patron.loan_links JOIN patron.users u ON u.id = user_id WHERE loan_links.finished;
    INSERT INTO faults.statistics ${statistics};
    ANALYZE faults.ranks`);
}

/**
 * Counts and sums of every group, category, library and month, of the records that the library was made
 * with: what circulation adds meanwhile is numbered from ten million.
 */
export const statistics = (() => {
  const of = (table: string, day: string, sum: string) => `
    SELECT '${table}', md5(string_agg(s::text, ';' ORDER BY s::text)) FROM (
      SELECT p.user_group_id, p.category_ids, r.library_id, to_char(r.${day}, 'YYYY-MM') AS month, count(*), ${sum} AS total
      FROM record.${table} r JOIN record.profiles p ON p.id = r.profile_id WHERE r.id <= 10000000 GROUP BY 1, 2, 3, 4) s`;
  return [
    of("loans", "loaned_on", "0"),
    of("fees", "created_on", "sum(r.original_amount)"),
    of("requests", "created_on", "0"),
    of("borrowing_requests", "created_on", "0"),
  ].join(" UNION ALL ");
})();
