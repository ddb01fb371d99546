import type pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { untilSomebodyWaits } from "../../test/waiting.ts";
import { openDatabase, type Database, type Tx } from "#db/client.ts";
import { testDatabase, type TestDatabase } from "../../test/database.ts";
import { insertLoans, makeLibrary } from "../../test/library.ts";
import { anonymizeBatch } from "./batch.ts";
import { freezeRules } from "./frozen.ts";

/*
 * Circulation and a batch meet on one loan. The order is made by locks, not by luck: the writer
 * holds its lock until the batch is seen waiting for it.
 */

const cutOff = "2026-03-15";
let home: TestDatabase;
let db: Database;
let circulation: pg.PoolClient;

beforeEach(async () => {
  home = await testDatabase();
  db = openDatabase(home.url);
  await makeLibrary(home.pool, 1);
  const client = await home.pool.connect();
  await client.query("BEGIN");
  const loan = {
    userId: 1,
    loanedOn: "2025-01-01",
    endedOn: "2025-02-01",
    library: "MAIN",
    location: null,
    userGroup: null,
    categories: [],
    expiry: null,
    hasOpenFee: false,
  };
  await insertLoans(
    client,
    [1, 2, 3].map((id) => ({ ...loan, id })),
  );
  await client.query("COMMIT");
  circulation = client;
});
afterEach(async () => {
  circulation.release();
  await db.end();
  await home.drop();
});

/** Everything returned goes, but for loans with an open fee. */
async function anonymize(tx: Tx) {
  const off = { records: false, notes: false, rules: [], default: false };
  const keepsOpenFees = {
    name: "Open fee",
    description: "",
    enabled: true,
    when: [{ parameter: "hasOpenFee" as const, operator: "is" as const, value: true }],
    anonymize: false,
  };
  const { families } = await freezeRules(tx, {
    loans: { records: true, notes: false, rules: [keepsOpenFees], default: true },
    fees: off,
    requests: off,
    borrowingRequests: off,
  });
  const range = { part: "loans", after: 0, upTo: 10 };
  return anonymizeBatch(tx, "loans", families.loans, { cutOff, isBeyond: null }, range, 100);
}
const batch = () => db.transaction("lethe_worker", anonymize);

const linked = async () =>
  (
    await home.pool.query<{ id: number }>(
      "SELECT loan_id::int AS id FROM patron.loan_links ORDER BY 1",
    )
  ).rows.map(({ id }) => id);

test("a loan re-opened while the batch waits for its lock keeps its patron", async () => {
  await circulation.query("BEGIN; SET LOCAL ROLE lethe_import");
  await circulation.query("SELECT FROM patron.loan_links WHERE loan_id = 2 FOR UPDATE");
  await circulation.query(
    "UPDATE record.loans SET returned_on = NULL, ended_on = NULL WHERE id = 2",
  );
  await circulation.query(
    "UPDATE patron.loan_links SET returned_at = NULL, ended_at = NULL, ended_on = NULL, finished = false WHERE loan_id = 2",
  );
  const outcome = batch();
  await untilSomebodyWaits(home.pool);
  await circulation.query("COMMIT");
  expect((await outcome).visited).toBe(2);
  expect(await linked()).toEqual([2]);
});

test("a fee opened on a loan while the batch waits for its lock holds the loan back", async () => {
  await circulation.query("BEGIN");
  await circulation.query("SELECT FROM patron.loan_links WHERE loan_id = 2 FOR KEY SHARE");
  await circulation.query(
    "INSERT INTO record.fees (id, library_id, profile_id, type, status, original_amount, balance, created_on) OVERRIDING SYSTEM VALUE SELECT 9, library_id, profile_id, 'LOST', 'active', 5, 5, current_date FROM record.loans WHERE id = 2",
  );
  await circulation.query(
    "INSERT INTO patron.fee_links (fee_id, user_id, created_at, loan_id, finished, library_id, profile_id, source_id, source_number) SELECT 9, user_id, now(), 2, false, library_id, profile_id, 1, 'f9' FROM patron.loan_links WHERE loan_id = 2",
  );
  const outcome = batch();
  await untilSomebodyWaits(home.pool);
  await circulation.query("COMMIT");
  const { counts } = await outcome;
  expect(await linked()).toEqual([2]);
  expect(counts).toContainEqual({ measure: "heldBack", label: "Kept by rule: Open fee", count: 1 });
});

test("fees that forget their loans are locked in the order of a batch of fees, whatever that of the loans", async () => {
  await home.pool.query(
    "INSERT INTO record.fees (id, library_id, profile_id, type, status, original_amount, balance, created_on, ended_on) OVERRIDING SYSTEM VALUE SELECT n, library_id, profile_id, 'LOST', 'closed', 5, 0, '2025-01-01', '2025-02-01' FROM record.loans, unnest(ARRAY[2, 1]) n WHERE loans.id = 3",
  );
  await home.pool.query(
    "INSERT INTO patron.fee_links (fee_id, user_id, created_at, loan_id, ended_at, ended_on, finished, library_id, profile_id, source_id, source_number) SELECT n, user_id, now(), 3 - n, '2025-02-01', '2025-02-01', true, library_id, profile_id, 1, n FROM patron.loan_links, unnest(ARRAY[2, 1]) n WHERE loan_id = 3",
  );
  await circulation.query("BEGIN");
  await circulation.query("SELECT FROM patron.fee_links WHERE fee_id = 1 FOR UPDATE");
  const outcome = batch();
  await untilSomebodyWaits(home.pool);
  await home.pool.query("SELECT FROM patron.fee_links WHERE fee_id = 2 FOR UPDATE NOWAIT");
  await circulation.query("COMMIT");
  await outcome;
  const { rows } = await home.pool.query("SELECT FROM patron.fee_links WHERE loan_id IS NOT NULL");
  expect([rows.length, await linked()]).toEqual([0, []]);
});

test("whoever wants a loan back after the batch has locked it waits, and finds it gone", async () => {
  let writer: Promise<number | null> | undefined;
  await db.transaction("lethe_worker", async (tx) => {
    await anonymize(tx);
    writer = circulation
      .query("SELECT loan_id FROM patron.loan_links WHERE loan_id = 2 FOR UPDATE")
      .then(({ rowCount }) => rowCount);
    await untilSomebodyWaits(home.pool);
  });
  expect(await writer).toBe(0);
  expect(await linked()).toEqual([]);
});

test("a loan that ends between a batch's lock and its check is left for the next run", async () => {
  await home.pool.query("UPDATE record.loans SET returned_on = NULL, ended_on = NULL WHERE id = 2");
  await home.pool.query(
    "UPDATE patron.loan_links SET returned_at = NULL, ended_at = NULL, ended_on = NULL, finished = false WHERE loan_id = 2",
  );
  // The batch stops at loan 3's lock; loan 2 ends meanwhile, committed before the batch's second statement.
  await circulation.query("BEGIN");
  await circulation.query("SELECT FROM patron.loan_links WHERE loan_id = 3 FOR UPDATE");
  const outcome = batch();
  await untilSomebodyWaits(home.pool);
  await home.pool.query(
    "UPDATE record.loans SET returned_on = '2025-02-01', ended_on = '2025-02-01' WHERE id = 2",
  );
  await home.pool.query(
    "UPDATE patron.loan_links SET returned_at = '2025-02-01', ended_at = '2025-02-01', ended_on = '2025-02-01', finished = true WHERE loan_id = 2",
  );
  await circulation.query("COMMIT");
  expect((await outcome).visited).toBe(2);
  expect(await linked()).toEqual([2]);
});
