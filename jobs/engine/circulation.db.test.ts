import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { openDatabase, type Database } from "#db/client.ts";
import { testDatabase, type TestDatabase } from "../../test/database.ts";
import { rowsWritten, watchCirculation } from "./circulation.ts";

let database: TestDatabase;
let db: Database;
const ending = new AbortController();

beforeAll(async () => {
  database = await testDatabase();
  db = openDatabase(database.url);
});
afterAll(async () => {
  ending.abort();
  await db.end();
  await database.drop();
});

test("letters that a run counts are no circulation: it would rest beside itself", async () => {
  const written = () => db.transaction("lethe_worker", rowsWritten);
  /** Writes, and comes back when PostgreSQL has counted it. */
  const write = async (text: string) => {
    const client = await database.pool.connect();
    try {
      await client.query(text);
      await client.query("SELECT pg_stat_force_next_flush()");
    } finally {
      client.release();
    }
  };
  const before = await written();
  await write(
    "INSERT INTO record.letter_counts (letter_code, month, count) VALUES ('FulLoanReceiptLetter', '2026-01-01', 1)",
  );
  expect(await written()).toBe(before);
  await write("INSERT INTO record.libraries (code, name) VALUES ('LAST', 'Last')");
  expect(await written()).not.toBe(before);
});

const soon = { timeout: 20_000, interval: 50 };

test("circulation counts as busy until it is seen to be quiet, and again as soon as a record is written", async () => {
  const circulation = watchCirculation(db, ending.signal);
  expect(circulation.isQuiet()).toBe(false);
  await vi.waitUntil(() => circulation.isQuiet(), soon);
  const writing = new AbortController();
  const writes = (async () => {
    for (let n = 0; !writing.signal.aborted; n += 1) {
      await database.pool.query("INSERT INTO record.libraries (code, name) VALUES ($1, 'One')", [
        `L${n}`,
      ]);
      await sleep(20);
    }
  })();
  await vi.waitUntil(() => !circulation.isQuiet(), soon);
  writing.abort();
  await writes;
  await vi.waitUntil(() => circulation.isQuiet(), soon);
});
