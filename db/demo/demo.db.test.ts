import path from "node:path";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { afterEach, beforeEach, expect, test } from "vitest";
import { testDatabase, type TestDatabase } from "../../test/database.ts";
import { patronRoles } from "#lib/user-roles.ts";
import { openDatabase } from "../client.ts";
import { emptyDatabase } from "./empty.ts";
import { fillDemo } from "./fill.ts";

const small = { users: 300, loans: 3_000, seed: 7 };
let folder: string;
let database: TestDatabase;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "lethe demo "));
  process.env.LETHE_DATA = folder;
  database = await testDatabase();
});
afterEach(async () => {
  delete process.env.LETHE_DATA;
  await database.drop();
  await rm(folder, { recursive: true });
});

const tables = [
  ...["users", "user_emails", "loan_links", "fee_links", "request_links", "borrowing_links"].map(
    (name) => `patron.${name}`,
  ),
  ...["loan_notes", "fee_notes", "request_notes", "borrowing_notes"].map(
    (name) => `patron.${name}`,
  ),
  ...["loans", "fees", "requests", "borrowing_requests", "lending_requests"].map(
    (name) => `record.${name}`,
  ),
  "patron.letters",
  "record.letter_counts",
  ...["items", "profiles", "seen_sources"].map((name) => `record.${name}`),
];
const fingerprint = async (of: TestDatabase) => {
  const parts = tables.map(
    (table) =>
      `(SELECT md5(string_agg(t::text, chr(10) ORDER BY t::text)) FROM ${table} t) AS "${table}"`,
  );
  return (await of.pool.query(`SELECT ${parts.join(", ")}`)).rows[0];
};

test("the same seed gives the same library, another seed another", async () => {
  await fillDemo(database.url, small);
  const other = await testDatabase();
  await fillDemo(other.url, small);
  expect(await fingerprint(other)).toEqual(await fingerprint(database));
  await other.drop();
  const third = await testDatabase();
  await fillDemo(third.url, { ...small, seed: 8 });
  expect(await fingerprint(third)).not.toEqual(await fingerprint(database));
  await third.drop();
});

test("whoever is no staff has the role Patron and no other, so that a purge can be tried", async () => {
  await fillDemo(database.url, small);
  const { rows } = await database.pool.query<{ code: string; staff: boolean }>(
    `SELECT DISTINCT r.code, g.code = 'STAFF' AS staff FROM patron.user_roles r
     JOIN patron.users u ON u.id = r.user_id JOIN record.user_groups g ON g.id = u.user_group_id`,
  );
  const others = rows.filter(({ code }) => !patronRoles.includes(code));
  expect(others.map(({ staff }) => staff)).toEqual([true]);
  expect(rows.some(({ code, staff }) => patronRoles.includes(code) && !staff)).toBe(true);
});

test("the library is marked as a demo, nothing in it lies ahead, and every number was seen", async () => {
  await fillDemo(database.url, small);
  const { rows } = await database.pool.query(`SELECT
    (SELECT is_demo FROM console.institution) AS demo,
    (SELECT count(*)::int FROM record.loans WHERE loaned_on > current_date OR ended_on > current_date) AS loans,
    (SELECT count(*)::int FROM record.fees WHERE created_on > current_date OR ended_on > current_date) AS fees,
    (SELECT count(*)::int FROM record.fee_transactions WHERE created_on > current_date) AS transactions,
    (SELECT count(*)::int FROM record.requests WHERE created_on > current_date OR ended_on > current_date OR ended_on < created_on) AS requests,
    (SELECT count(*)::int FROM record.borrowing_requests WHERE created_on > current_date OR ended_on > current_date OR ended_on < created_on) AS borrowing,
    (SELECT count(*)::int FROM record.lending_requests WHERE created_on > current_date OR ended_on > current_date) AS lending,
    (SELECT count(*)::int FROM record.loans) = 3000 AS complete,
    (SELECT count(*) FROM record.seen_sources) = (SELECT count(*) FROM record.loans) + (SELECT count(*) FROM record.fees)
      + (SELECT count(*) FROM record.fee_transactions) + (SELECT count(*) FROM record.requests) + (SELECT count(*) FROM record.borrowing_requests) AS seen`);
  expect(rows).toEqual([
    {
      demo: true,
      loans: 0,
      fees: 0,
      transactions: 0,
      requests: 0,
      borrowing: 0,
      lending: 0,
      complete: true,
      seen: true,
    },
  ]);
});

/** What the screens and rules of each family are about; each must be there to be seen. */
const story = {
  "a patron long gone who owes": `patron.fee_links k JOIN record.fees f ON f.id = fee_id JOIN patron.users u ON u.id = user_id
    WHERE NOT finished AND balance <> 0 AND expiry_date < current_date - 365`,
  "a loan with an open fee": `patron.loan_links l JOIN patron.fee_links k ON k.loan_id = l.loan_id JOIN record.fees f ON f.id = fee_id
    WHERE l.finished AND NOT k.finished AND balance <> 0`,
  "a fee paid in part": "record.fees WHERE balance > 0 AND balance < original_amount",
  "a fee in dispute": "record.fees WHERE status = 'in_dispute'",
  "a fee closed without a day": "patron.fee_links WHERE finished AND ended_on IS NULL",
  "a fee of a loan that is anonymized":
    "record.fees f JOIN record.loans l ON l.item_id = f.item_id WHERE NOT EXISTS (SELECT FROM patron.fee_links WHERE fee_id = f.id)",
  "a waiver": "record.fee_transactions WHERE type = 'waive'",
  "a fee's comment that names its patron": `patron.fee_notes n JOIN patron.fee_links k USING (fee_id) JOIN patron.users u ON u.id = user_id
    WHERE strpos(n.text, u.last_name) > 0`,
  "a request's note that names its patron": `patron.request_notes n JOIN patron.request_links k USING (request_id) JOIN patron.users u ON u.id = user_id
    WHERE strpos(n.text, u.last_name) > 0`,
  "a borrowing request's note that names its patron": `patron.borrowing_notes n JOIN patron.borrowing_links k USING (borrowing_request_id)
    JOIN patron.users u ON u.id = user_id WHERE strpos(n.text, u.last_name) > 0`,
  "a hold on the shelf": "record.requests WHERE type = 'hold' AND status = 'on_hold_shelf'",
  "a booking": "record.requests WHERE type = 'booking'",
  "a digitization of a title": "record.requests WHERE type = 'digitization' AND title IS NOT NULL",
  "a finished request without an end": "patron.request_links WHERE finished AND ended_on IS NULL",
  "a request of a patron long gone": `patron.request_links JOIN patron.users u ON u.id = user_id
    WHERE finished AND expiry_date < current_date - 365`,
  "a request without its patron":
    "record.requests WHERE NOT EXISTS (SELECT FROM patron.request_links WHERE request_id = id)",
  "a borrowing request under way": "patron.borrowing_links WHERE NOT finished",
  "a borrowing request done with": "patron.borrowing_links WHERE ended_on < current_date - 365",
  "a lending request":
    "record.lending_requests WHERE status = 'completed' AND ended_on IS NOT NULL",
};

test("the library tells a story in all four families", async () => {
  await fillDemo(database.url, { users: 2_000, loans: 20_000, seed: 7 });
  for (const [what, where] of Object.entries(story)) {
    const { rows } = await database.pool.query(`SELECT count(*) > 0 AS told FROM ${where}`);
    expect([what, rows[0]]).toEqual([what, { told: true }]);
  }
});

test("record after record of the demo is followed by one of an import", async () => {
  await fillDemo(database.url, small);
  for (const records of [
    "loans",
    "fees",
    "fee_transactions",
    "requests",
    "borrowing_requests",
    "lending_requests",
  ]) {
    const { rows } = await database.pool.query(
      `SELECT nextval('record.${records}_id_seq') > (SELECT max(id) FROM record.${records}) AS free`,
    );
    expect([records, rows[0]]).toEqual([records, { free: true }]);
  }
});

test("letters of several types tell of loans, some years old, and each is counted", async () => {
  await fillDemo(database.url, small);
  const { rows } = await database.pool.query(`SELECT count(DISTINCT letter_code)::int AS types,
    min(created_on) < current_date - 600 AS old, count(*) FILTER (WHERE created_on > current_date)::int AS later,
    count(*) = (SELECT sum(count) FROM record.letter_counts) AS counted, bool_and(body LIKE '<p>Dear %') AS whole FROM patron.letters`);
  expect(rows).toEqual([{ types: 3, old: true, later: 0, counted: true, whole: true }]);
});

test("a database that holds anything is not filled, and only a demo is emptied", async () => {
  const db = openDatabase(database.url);
  await expect(db.transaction("lethe_import", emptyDatabase)).rejects.toThrow(
    "This is not a demo library",
  );
  await fillDemo(database.url, small);
  await expect(fillDemo(database.url, small)).rejects.toThrow("This database is not empty");
  await db.transaction("lethe_import", emptyDatabase);
  await fillDemo(database.url, small);
  await db.end();
});
