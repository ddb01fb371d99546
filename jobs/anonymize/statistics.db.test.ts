import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openDatabase, type Database } from "#db/client.ts";
import { familyTables } from "#db/families.ts";
import {
  dimensionsOf,
  statistics,
  type Dimension,
  type Statistics,
} from "#db/queries/statistics.ts";
import { families, type Family } from "#lib/families.ts";
import { testDatabase, type TestDatabase } from "../../test/database.ts";
import { makeEveryFamily } from "../../test/every-family.ts";
import { startRun } from "../engine/start.ts";
import { workRun } from "../engine/work-run.ts";

let home: TestDatabase;
let db: Database;
let before: Map<Family, Statistics[]>;
let after: typeof before;

/** Everything that has ended goes, with every note. */
beforeAll(async () => {
  home = await testDatabase();
  db = openDatabase(home.url);
  await makeEveryFamily(home.pool);
  await home.pool.query(
    "UPDATE console.anonymization_families SET records = true, notes = true, default_anonymize = true",
  );
  before = await everything();
  const { id } = await db.transaction("lethe_web", (tx) =>
    startRun(tx, { job: "anonymization", submittedVia: "screen" }),
  );
  await workRun(db, id);
  after = await everything();
});
afterAll(async () => {
  await db.end();
  await home.drop();
});

/** Every choice of dimensions of every family. */
async function everything(): Promise<Map<Family, Statistics[]>> {
  const counted = new Map<Family, Statistics[]>();
  for (const family of families) {
    const found = [];
    for (const by of choicesOf(dimensionsOf(family))) {
      found.push(await db.transaction("lethe_statistics", (tx) => statistics(tx, { family, by })));
    }
    counted.set(family, found);
  }
  return counted;
}

const choicesOf = (all: Dimension[]): Dimension[][] =>
  all.reduce<Dimension[][]>(
    (choices, one) => [...choices, ...choices.map((choice) => [...choice, one])],
    [[]],
  );

describe.each(families)("an anonymization of %s", (family) => {
  test("cuts every link of what has ended, and no other", async () => {
    const { links } = familyTables[family];
    const rows = await db.transaction("lethe_worker", (tx) =>
      tx.select({ finished: links.finished }).from(links),
    );
    expect(rows).toHaveLength(200);
    expect(rows.every(({ finished }) => finished === false)).toBe(true);
  });

  test("moves no number of any statistic", () => {
    const counted = before.get(family) ?? [];
    expect(counted).toHaveLength(2 ** dimensionsOf(family).length);
    expect(counted[0]?.total.count).toBe(400);
    expect(after.get(family)).toEqual(counted);
  });
});

test("fees are counted with their original amounts, whatever was paid", () => {
  expect(after.get("fees")?.[0]?.total).toEqual({ count: 400, amount: 80_220 });
});
