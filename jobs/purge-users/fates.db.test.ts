import { afterAll, beforeAll, expect, test } from "vitest";
import { getTableConfig } from "drizzle-orm/pg-core";
import { testDatabase, type TestDatabase } from "../../test/database.ts";
import { makeLibrary } from "../../test/library.ts";
import { policies } from "./fate.ts";
import { fatesUnder } from "./statements.ts";
import { goingWithUsers } from "./verify.ts";

let home: TestDatabase;
beforeAll(async () => {
  home = await testDatabase();
  await makeLibrary(home.pool, 1);
});
afterAll(() => home.drop());

/** Columns of `patron` that have no declared fate. A month of letters is as its parent; a run's or an import's own table is gone with it. */
async function withoutFate(): Promise<string[]> {
  const declared = fatesUnder("fullyRemove").flatMap(({ table, fates }) =>
    fates.map(([column]) => `${getTableConfig(table).name}.${column}`),
  );
  const { rows } = await home.pool.query<{ column: string }>(
    `SELECT c.relname || '.' || a.attname AS column FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
     WHERE c.relnamespace = 'patron'::regnamespace AND c.relkind IN ('r', 'p', 'm', 'f') AND NOT c.relispartition
       AND a.attnum > 0 AND NOT a.attisdropped AND c.relname !~ '^(run_\\d+|import_[0-9a-f]{8,})_'
     ORDER BY 1`,
  );
  expect(rows.length).toBeGreaterThan(150);
  const unknown = declared.filter((name) => !rows.some(({ column }) => column === name));
  expect(unknown).toEqual([]);
  return rows.map(({ column }) => column).filter((column) => !declared.includes(column));
}

test("every column of patron has a declared fate, and a new one is noticed", async () => {
  expect(await withoutFate()).toEqual([]);
  await home.pool.query("ALTER TABLE patron.users ADD nickname text");
  await home.pool.query("CREATE TABLE patron.friends (user_id bigint)");
  expect(await withoutFate()).toEqual(["friends.user_id", "users.nickname"]);
});

/** What outside of `patron` points at a user, by a foreign key or by its name, which for staff leads elsewhere. */
async function pointingFromOutside(): Promise<string[]> {
  const { rows } = await home.pool.query<{ column: string }>(
    `SELECT format('%s.%I', a.attrelid::regclass, a.attname) AS column FROM pg_attribute a
       JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace,
       LATERAL (SELECT ARRAY(SELECT k.confrelid FROM pg_constraint k
         WHERE k.conrelid = c.oid AND k.contype = 'f' AND a.attnum = ANY (k.conkey)) AS "to") AS leads
     WHERE n.nspname IN ('record', 'console') AND c.relkind IN ('r', 'p', 'm', 'f', 'v') AND a.attnum > 0 AND NOT a.attisdropped
       AND ('patron.users'::regclass = ANY (leads."to") OR a.attname ~ '(^|_)(user|patron|primary|borrower)_id$'
         AND 'console.staff'::regclass <> ALL (leads."to"))
     ORDER BY 1`,
  );
  return rows.map(({ column }) => column);
}

test("nothing outside of patron points at a user, and what would is noticed", async () => {
  expect(await pointingFromOutside()).toEqual([]);
  await home.pool.query("ALTER TABLE record.loans ADD patron_id bigint");
  await home.pool.query(
    "CREATE TABLE console.visits (who bigint REFERENCES patron.users ON DELETE CASCADE)",
  );
  expect(await pointingFromOutside()).toEqual(["console.visits.who", "record.loans.patron_id"]);
});

test("the verifier looks for exactly what goes with a user whose row stays, by all that names one", async () => {
  const going = fatesUnder("keepStatistics")
    .filter(({ whose, fates }) => {
      const goes = fates.every(([, fate]) => fate.does === "deleteRow");
      return goes && typeof whose === "function";
    })
    .map(({ table }) => getTableConfig(table).name);
  expect(Object.keys(goingWithUsers).toSorted()).toEqual(going.toSorted());
  const { rows } = await home.pool.query<{ table: string; columns: string[] }>(
    `SELECT c.relname AS table, array_agg(a.attname::text ORDER BY a.attnum) AS columns
     FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
     JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (k.conkey)
     WHERE k.contype = 'f' AND k.confrelid = 'patron.users'::regclass AND c.relname = ANY ($1) GROUP BY 1`,
    [going],
  );
  expect(Object.fromEntries(rows.map(({ table, columns }) => [table, columns]))).toEqual(
    goingWithUsers,
  );
});

test.each(policies)("under %s a row goes as a whole or stays", (policy) => {
  for (const { table, fates } of fatesUnder(policy)) {
    const going = fates.filter(([, fate]) => fate.does === "deleteRow").length;
    expect([getTableConfig(table).name, [0, fates.length]]).toEqual([
      getTableConfig(table).name,
      expect.arrayContaining([going]),
    ]);
  }
});
