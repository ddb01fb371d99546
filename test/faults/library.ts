import type pg from "pg";
import type { Database } from "#db/client.ts";
import { replaceRules, saveFamilies } from "#db/queries/anonymization.ts";
import { families, type Family } from "#lib/families.ts";
import type { Condition, RuleList } from "#lib/rules.ts";
import { makeLibrary } from "../library.ts";

/**
 * Users are numbered from here: a number that nothing else in the database is, so that a report that
 * holds one of them is seen to.
 */
export const firstUser = 7_300_000_001;
/** What a patron's name and primary ID begin with, and nothing else. */
export const canaries = ["Kanarienvogel", "zz-patron-"];
const users = 400;

const rule = (name: string, anonymize: boolean, ...when: Condition[]) => ({
  name,
  description: "",
  enabled: true,
  when,
  anonymize,
});
const ended = (operator: "<" | ">", value: number): Condition => ({
  parameter: "daysSinceEnded",
  operator,
  value,
});

/** Every parameter, each operator, and rules that keep before rules that let go. `oracle.ts` says the same in SQL. */
export const rules: Record<Family, RuleList> = {
  loans: {
    rules: [
      rule("Open fee", false, { parameter: "hasOpenFee", operator: "is", value: true }),
      rule("Law", false, { parameter: "library", operator: "in", value: ["LAW"] }, ended("<", 60)),
      rule(
        "Guests who left",
        true,
        { parameter: "userGroup", operator: "in", value: ["GUEST"] },
        { parameter: "daysSinceUserExpiry", operator: ">", value: 30 },
      ),
      rule("Doctoral", false, {
        parameter: "statisticalCategory",
        operator: "in",
        value: ["LEVEL:PHD"],
      }),
      rule(
        "Beyond the last five",
        true,
        { parameter: "loansToRetain", operator: "beyond", value: 5 },
        ended(">", 10),
      ),
      rule(
        "Desk",
        true,
        { parameter: "location", operator: "in", value: ["DESK"] },
        ended(">", 20),
      ),
    ],
    default: false,
  },
  fees: {
    rules: [
      rule("No end", false, { parameter: "daysSinceUserExpiry", operator: "isEmpty" }),
      rule(
        "Paid",
        true,
        { parameter: "userGroup", operator: "notIn", value: ["STAFF"] },
        ended(">", 30),
      ),
    ],
    default: false,
  },
  requests: {
    rules: [
      rule(
        "Bookings",
        false,
        { parameter: "requestType", operator: "in", value: ["booking"] },
        ended("<", 90),
      ),
      rule(
        "Elsewhere",
        true,
        { parameter: "location", operator: "notIn", value: ["DESK"] },
        ended(">", 30),
      ),
    ],
    default: false,
  },
  borrowingRequests: {
    rules: [
      rule(
        "Not of the sciences",
        true,
        { parameter: "statisticalCategory", operator: "notIn", value: ["FACULTY:SCIENCE"] },
        ended(">", 15),
      ),
    ],
    default: false,
  },
};

/** What is taken of each family: both, one, the other. */
export const boxes: Record<Family, { records: boolean; notes: boolean }> = {
  loans: { records: true, notes: true },
  fees: { records: true, notes: false },
  requests: { records: true, notes: true },
  borrowingRequests: { records: false, notes: true },
};

/** A library of `loans` loans, their fees, requests and borrowing requests, with gaps between the keys. */
export async function makeWorldLibrary(pool: pg.Pool, loans: number): Promise<void> {
  await makeLibrary(pool, 0);
  await pool.query(`
    INSERT INTO record.profiles (user_group_id, category_ids) VALUES
      (1, '{1}'), (1, '{3}'), (2, '{}'), (3, '{}'), (3, '{2}'), (NULL, '{}');
    INSERT INTO patron.users (id, primary_id, last_name, user_group_id, expiry_date, status, deleted_on) OVERRIDING SYSTEM VALUE
      SELECT ${firstUser - 1} + n, '${canaries[1]}' || n, '${canaries[0]} ' || n, 1 + n % 3,
        CASE WHEN n % 4 > 0 THEN current_date + n % 120 - 60 END,
        CASE WHEN n % 12 = 0 THEN 'deleted' ELSE 'active' END::patron.user_status,
        CASE WHEN n % 12 = 0 THEN current_date - n % 90 END
      FROM generate_series(1, ${users}) n;
    CREATE TABLE public.wanted AS
      SELECT n, n * 3 + n % 2 AS id, ${firstUser} + n % ${users} AS user_id, 1 + n % 3 AS library, 1 + n % 6 AS profile,
        (SELECT l.id FROM record.locations l WHERE l.library_id = 1 + n % 3 AND l.code = CASE WHEN n % 2 = 0 THEN 'DESK' ELSE 'STACKS' END AND n % 4 <> 3) AS location,
        CASE WHEN n % 7 > 0 THEN current_date - (1 + n * 13 % 200)::integer END AS ended
      FROM generate_series(1, ${loans}) n;
    ALTER TABLE public.wanted ADD began date;
    UPDATE public.wanted SET began = coalesce(ended, current_date) - 30`);
  await pool.query(`
    INSERT INTO record.loans (id, library_id, location_id, profile_id, item_id, loaned_on, due_on, returned_on, ended_on) OVERRIDING SYSTEM VALUE
      SELECT id, library, location, profile, 1, began, began + 28, ended, ended FROM wanted;
    INSERT INTO patron.loan_links (loan_id, user_id, loaned_at, due_at, returned_at, ended_at, ended_on, finished, library_id, location_id, profile_id, source_id, source_number)
      SELECT id, user_id, began, began + 28, ended, ended, ended, ended IS NOT NULL, library, location, profile, 1, 'l' || id FROM wanted;
    INSERT INTO patron.loan_notes (loan_id, text) SELECT id, CASE WHEN n % 50 > 0 THEN 'Note ' || n END FROM wanted WHERE n % 10 = 0`);
  await pool.query(`
    CREATE TABLE public.owed AS
      SELECT n, id, user_id, library, profile, began, CASE WHEN n % 11 > 0 THEN coalesce(ended, current_date - 40) END AS ended,
        CASE WHEN n % 3 > 0 THEN id END AS loan_id FROM wanted WHERE n % 5 = 0 OR n % 11 = 0;
    INSERT INTO record.fees (id, library_id, profile_id, type, status, original_amount, balance, created_on, item_id, ended_on) OVERRIDING SYSTEM VALUE
      SELECT id, library, profile, 'OVERDUE', CASE WHEN ended IS NULL THEN 'active' ELSE 'closed' END::record.fee_status,
        5, CASE WHEN ended IS NULL THEN 5 ELSE 0 END, began, 1, ended FROM owed;
    INSERT INTO patron.fee_links (fee_id, user_id, created_at, loan_id, ended_at, ended_on, finished, library_id, profile_id, source_id, source_number)
      SELECT id, user_id, began, loan_id, ended, ended, ended IS NOT NULL, library, profile, 1, 'f' || id FROM owed`);
  await pool.query(`
    INSERT INTO record.requests (id, library_id, location_id, profile_id, type, status, created_on, ended_on) OVERRIDING SYSTEM VALUE
      SELECT id, library, location, profile, CASE n % 4 WHEN 0 THEN 'booking' ELSE 'hold' END::record.request_type,
        CASE WHEN ended IS NULL THEN 'placed' ELSE 'completed' END::record.request_status, began, ended FROM wanted WHERE n % 3 = 0;
    INSERT INTO patron.request_links (request_id, user_id, created_at, request_type, ended_at, ended_on, finished, library_id, location_id, profile_id, source_id, source_number)
      SELECT id, user_id, began, CASE n % 4 WHEN 0 THEN 'booking' ELSE 'hold' END::record.request_type, ended, ended, ended IS NOT NULL,
        library, location, profile, 1, 'r' || id FROM wanted WHERE n % 3 = 0;
    INSERT INTO patron.request_notes (request_id, text) SELECT id, 'Note ' || n FROM wanted WHERE n % 12 = 0;
    INSERT INTO record.borrowing_requests (id, library_id, profile_id, status, created_on, ended_on) OVERRIDING SYSTEM VALUE
      SELECT id, library, profile, CASE WHEN ended IS NULL THEN 'requested' ELSE 'completed' END::record.borrowing_status, began, ended FROM wanted WHERE n % 5 = 0;
    INSERT INTO patron.borrowing_links (borrowing_request_id, user_id, created_at, ended_at, ended_on, finished, library_id, profile_id, source_id, source_number)
      SELECT id, user_id, began, ended, ended, ended IS NOT NULL, library, profile, 1, 'b' || id FROM wanted WHERE n % 5 = 0;
    INSERT INTO patron.borrowing_notes (borrowing_request_id, text) SELECT id, 'Note ' || n FROM wanted WHERE n % 5 = 0;
    DROP TABLE public.wanted, public.owed;
    SELECT setval(pg_get_serial_sequence('record.fees', 'id'), 10000000), setval(pg_get_serial_sequence('record.requests', 'id'), 10000000)`);
  // Brakes have tests of their own: here every run may go as far as its rules say.
  await pool.query("UPDATE console.run_limits SET share_percent = 100, margin_percent = 100");
  await pool.query("ANALYZE");
}

/** As an administrator would. */
export const setRules = (db: Database) =>
  db.transaction("lethe_web", async (tx) => {
    await saveFamilies(tx, boxes);
    for (const family of families) await replaceRules(tx, family, rules[family]);
  });
