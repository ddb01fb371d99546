import type pg from "pg";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { untilSomebodyWaits } from "../../test/waiting.ts";
import { openDatabase, type Database, type Tx } from "#db/client.ts";
import { testDatabase, type TestDatabase } from "../../test/database.ts";
import { insertLoans, makeLibrary } from "../../test/library.ts";
import { batchAlone } from "./testing.ts";
import type { Rule } from "#lib/rules.ts";
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

const rule = (name: string, when: Rule["when"]): Rule => ({
  name,
  description: "",
  enabled: true,
  when,
  anonymize: false,
});

/** What keeps a loan; everything else that is returned goes. For the first a batch locks, for the others only where it is disturbed. */
const keeps = {
  "an open fee": rule("Open fee", [{ parameter: "hasOpenFee", operator: "is", value: true }]),
  "a late return": rule("Late", [{ parameter: "daysSinceEnded", operator: "<", value: 20 }]),
  staff: rule("Staff", [{ parameter: "userGroup", operator: "in", value: ["STAFF"] }]),
};
type Keeping = keyof typeof keeps;
const everyKeeping = Object.keys(keeps) as Keeping[];

async function anonymize(tx: Tx, kept: Keeping = "an open fee") {
  const off = { records: false, notes: false, rules: [], default: false };
  const { families } = await freezeRules(tx, {
    loans: { records: true, notes: false, rules: [keeps[kept]], default: true },
    fees: off,
    requests: off,
    borrowingRequests: off,
  });
  const range = { part: "loans", after: 0, upTo: 10 };
  return batchAlone(tx, "loans", families.loans, { cutOff, isBeyond: null }, range, 100);
}
const batch = (kept?: Keeping) => db.transaction("lethe_worker", (tx) => anonymize(tx, kept));

/** Loan 2 as returned on a day, or as active. */
async function returnLoan2(client: pg.Pool | pg.PoolClient, day: string | null): Promise<void> {
  await client.query(
    "UPDATE record.loans SET returned_on = $1::date, ended_on = $1::date WHERE id = 2",
    [day],
  );
  await client.query(
    "UPDATE patron.loan_links SET returned_at = $1::date, ended_at = $1::date, ended_on = $1::date, finished = $1::date IS NOT NULL WHERE loan_id = 2",
    [day],
  );
}

const linked = async () =>
  (
    await home.pool.query<{ id: number }>(
      "SELECT loan_id::int AS id FROM patron.loan_links ORDER BY 1",
    )
  ).rows.map(({ id }) => id);

test.each(everyKeeping)(
  "a loan re-opened while a batch waits for it keeps its patron: rules of %s",
  async (kept) => {
    await circulation.query("BEGIN; SET LOCAL ROLE lethe_import");
    await circulation.query("SELECT FROM patron.loan_links WHERE loan_id = 2 FOR UPDATE");
    await returnLoan2(circulation, null);
    const outcome = batch(kept);
    await untilSomebodyWaits(home.pool);
    await circulation.query("COMMIT");
    expect((await outcome).visited).toBe(2);
    expect(await linked()).toEqual([2]);
  },
);

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

test.each(everyKeeping)(
  "whoever wants a loan back that a batch has cut waits, and finds it gone: rules of %s",
  async (kept) => {
    let writer: Promise<number | null> | undefined;
    await db.transaction("lethe_worker", async (tx) => {
      await anonymize(tx, kept);
      writer = circulation
        .query("SELECT loan_id FROM patron.loan_links WHERE loan_id = 2 FOR UPDATE")
        .then(({ rowCount }) => rowCount);
      await untilSomebodyWaits(home.pool);
    });
    expect(await writer).toBe(0);
    expect(await linked()).toEqual([]);
  },
);

test.each(everyKeeping)(
  "a loan that ends while a batch waits for another is left for the next run: rules of %s",
  async (kept) => {
    await returnLoan2(home.pool, null);
    // The batch stops at loan 3; loan 2 ends meanwhile.
    await circulation.query("BEGIN");
    await circulation.query("SELECT FROM patron.loan_links WHERE loan_id = 3 FOR UPDATE");
    const outcome = batch(kept);
    await untilSomebodyWaits(home.pool);
    await returnLoan2(home.pool, "2025-02-01");
    await circulation.query("COMMIT");
    expect((await outcome).visited).toBe(2);
    expect(await linked()).toEqual([2]);
  },
);

test("a link that changes while a batch waits for it is decided by what it says then", async () => {
  await circulation.query("BEGIN");
  await circulation.query("SELECT FROM patron.loan_links WHERE loan_id = 2 FOR UPDATE");
  await returnLoan2(circulation, "2026-03-10");
  const outcome = batch("a late return");
  await untilSomebodyWaits(home.pool);
  await circulation.query("COMMIT");
  const { visited, counts } = await outcome;
  expect([visited, counts.length]).toEqual([3, 2]);
  expect(counts).toContainEqual({ measure: "records", label: "Default rule", count: 2 });
  expect(counts).toContainEqual({ measure: "heldBack", label: "Kept by rule: Late", count: 1 });
  expect(await linked()).toEqual([2]);
});

test("what the rules keep is not locked", async () => {
  await db.transaction("lethe_worker", async (tx) => {
    await returnLoan2(home.pool, "2026-03-10");
    await anonymize(tx, "a late return");
    await home.pool.query("SELECT FROM patron.loan_links WHERE loan_id = 2 FOR UPDATE NOWAIT");
  });
  expect(await linked()).toEqual([2]);
});

/** A group that had no loan before, so that the link names a profile that no snapshot from before has. */
const toNewProfile = `
  INSERT INTO record.profiles (user_group_id, category_ids) SELECT id, '{}' FROM record.user_groups WHERE code = 'STAFF';
  UPDATE record.loans SET profile_id = (SELECT max(id) FROM record.profiles) WHERE id = 2;
  UPDATE patron.loan_links SET profile_id = (SELECT max(id) FROM record.profiles) WHERE loan_id = 2`;

test("what a changed link stands for is looked up anew too: while the batch waits for it", async () => {
  await circulation.query(`BEGIN; ${toNewProfile}`);
  const outcome = batch("staff");
  await untilSomebodyWaits(home.pool);
  await circulation.query("COMMIT");
  await outcome;
  expect(await linked()).toEqual([2]);
});

test("what a changed link stands for is looked up anew too: before the batch comes to it", async () => {
  // The batch is kept at loan 1 by something that is no lock, and finds loan 2 changed already.
  await home.pool.query(`
    CLUSTER patron.loan_links USING loan_links_pkey;
    CREATE SEQUENCE public.reached; GRANT USAGE ON SEQUENCE public.reached TO PUBLIC;
    CREATE FUNCTION public.dawdle() RETURNS trigger LANGUAGE plpgsql AS
      'BEGIN PERFORM nextval(''public.reached''); PERFORM pg_sleep(1); RETURN old; END';
    CREATE TRIGGER dawdle BEFORE DELETE ON patron.loan_links FOR EACH ROW WHEN (old.loan_id = 1) EXECUTE FUNCTION public.dawdle()`);
  const outcome = batch("staff");
  const reached = async () =>
    (await home.pool.query<{ is_called: boolean }>("SELECT is_called FROM public.reached")).rows[0]
      ?.is_called;
  await vi.waitUntil(reached, { timeout: 10_000, interval: 10 });
  await circulation.query(`BEGIN; ${toNewProfile}; COMMIT`);
  expect((await outcome).visited).toBe(3);
  expect(await linked()).toEqual([2]);
});
