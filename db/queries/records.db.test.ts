import { afterAll, beforeAll, expect, test } from "vitest";
import { openDatabase, type Database, type Tx } from "#db/client.ts";
import { families } from "#lib/families.ts";
import { testDatabase, type TestDatabase } from "../../test/database.ts";
import { makeEveryFamily } from "../../test/every-family.ts";
import { findBySource, findItem, readItem, readRecord, recordExists } from "./records.ts";
import { listUserRecords } from "./user-records.ts";

let home: TestDatabase;
let db: Database;

beforeAll(async () => {
  home = await testDatabase();
  db = openDatabase(home.url);
  await makeEveryFamily(home.pool);
  await home.pool.query("UPDATE record.items SET title = 'A title'");
});
afterAll(async () => {
  await db.end();
  await home.drop();
});

const read = <T>(work: (tx: Tx) => Promise<T>) => db.transaction("lethe_web", work);

test.each(families)(
  "a record of %s tells what it holds, and a role that knows no patron can read it",
  async (family) => {
    const facts = await db.transaction("lethe_statistics", (tx) => readRecord(tx, family, 2));
    expect(facts).toMatchObject({ library: "LAW", startedOn: "2023-11-26", endedOn: "2023-12-26" });
    expect(facts.categories).toEqual(expect.any(Array));
    expect(facts.itemBarcode).toBe(family === "loans" ? "B1" : null);
    expect(facts.originalAmount).toBe(family === "fees" ? "2.05" : null);
  },
);

test("a record that is not there is said to be not there", async () => {
  await expect(read((tx) => readRecord(tx, "fees", 4711))).rejects.toThrow("There is no fee 4711.");
  expect(await read((tx) => recordExists(tx, "fees", 4711))).toBe(false);
  await expect(read((tx) => readItem(tx, 4711, 5))).rejects.toThrow("There is no item 4711.");
});

test("an item's records come latest first, no more than asked for, anonymized ones among them", async () => {
  await home.pool.query("DELETE FROM patron.loan_links WHERE loan_id = 400");
  const id = await read((tx) => findItem(tx, "B1"));
  const { item, records } = await read((tx) => readItem(tx, id ?? 0, 3));
  expect(item).toEqual({ barcode: "B1", title: "A title" });
  expect(records.map((one) => [one.family, one.id, one.linked])).toEqual([
    ["loans", 400, false],
    ["loans", 399, true],
    ["loans", 398, true],
  ]);
  expect(await read((tx) => findItem(tx, "b1"))).toBeNull();
});

test("a number of the source system finds what is linked, and nothing once anonymized", async () => {
  expect(await read((tx) => findBySource(tx, "loans", "12"))).toEqual([12]);
  await home.pool.query("DELETE FROM patron.loan_links WHERE loan_id = 12");
  expect(await read((tx) => findBySource(tx, "loans", "12"))).toEqual([]);
});

test("a number that two sources use finds both", async () => {
  await home.pool.query(`INSERT INTO record.sources (name) VALUES ('other');
    UPDATE patron.fee_links SET source_id = 2, source_number = '12' WHERE fee_id = 13`);
  expect(await read((tx) => findBySource(tx, "fees", "12"))).toEqual([12, 13]);
});

test("a request for an item is of the item's title, on its own page as on the user's", async () => {
  await home.pool.query(`UPDATE record.requests SET title = 'As it was asked for',
    item_id = CASE WHEN id = 1 THEN (SELECT id FROM record.items WHERE barcode = 'B1') END WHERE id IN (1, 2)`);
  const titles = async (id: number) => {
    const { rows } = await home.pool.query<{ user: number }>(
      "SELECT user_id::int AS user FROM patron.request_links WHERE request_id = $1",
      [id],
    );
    const page = { userId: rows[0]?.user ?? 0, limit: 1_000 };
    return read(async (tx) => [
      (await readRecord(tx, "requests", id)).title,
      (await listUserRecords(tx, "requests", page)).records.find((one) => one.id === id)?.title,
    ]);
  };
  expect(await titles(1)).toEqual(["A title", "A title"]);
  expect(await titles(2)).toEqual(["As it was asked for", "As it was asked for"]);
});
