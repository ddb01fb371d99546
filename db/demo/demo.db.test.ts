import path from "node:path";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { afterEach, beforeEach, expect, test } from "vitest";
import { testDatabase, type TestDatabase } from "../../test/database.ts";
import { openDatabase } from "../client.ts";
import { emptyDatabase } from "./empty.ts";
import { fillDemo } from "./fill.ts";

const small = { users: 300, loans: 3_000, seed: 7 };
let database: TestDatabase;
beforeEach(async () => {
  process.env.LETHE_DATA = await mkdtemp(path.join(tmpdir(), "lethe demo "));
  database = await testDatabase();
});
afterEach(async () => {
  delete process.env.LETHE_DATA;
  await database.drop();
});

const tables = [
  "patron.users",
  "patron.loan_links",
  "patron.loan_notes",
  "patron.user_emails",
  "record.loans",
  "record.items",
  "record.profiles",
  "record.seen_sources",
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

test("the library is marked as a demo, lent nothing in the future, and every link's number was seen", async () => {
  await fillDemo(database.url, small);
  const { rows } = await database.pool.query(`SELECT
    (SELECT is_demo FROM console.institution) AS demo,
    (SELECT count(*)::int FROM record.loans WHERE loaned_on > current_date OR ended_on > current_date) AS later,
    (SELECT count(*)::int FROM record.seen_sources) AS seen,
    (SELECT count(*)::int > 10 FROM record.loans WHERE ended_on IS NULL) AS active`);
  expect(rows).toEqual([{ demo: true, later: 0, seen: 3_000, active: true }]);
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
