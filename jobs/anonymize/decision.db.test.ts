import { sql } from "drizzle-orm";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openDatabase, type Database, type Tx } from "#db/client.ts";
import { familyTables } from "#db/families.ts";
import { families, type Family } from "#lib/families.ts";
import type { RuleList } from "#lib/rules.ts";
import { testDatabase, type TestDatabase } from "../../test/database.ts";
import {
  aRuleList,
  type Boxes,
  cutOff,
  someBoxes,
  someRecords,
  users,
} from "../../test/generated.ts";
import { makeLibrary } from "../../test/library.ts";
import { decide, type RecordFacts } from "../../test/oracle.ts";
import { insertRecords } from "../../test/records.ts";
import { cases } from "../../test/short-or-long.ts";
import { batchAlone } from "./testing.ts";
import { anonymizingPositions, decidingRule } from "./decision.ts";
import { freezeRules } from "./frozen.ts";
import { freezeRanks } from "./ranks.ts";

/** Half an hour off, a day ahead for most of the day, and changing their clocks in March and April. */
const zones = ["UTC", "America/St_Johns", "Pacific/Auckland"];

let home: TestDatabase;
let db: Database;

beforeAll(async () => {
  home = await testDatabase();
  db = openDatabase(home.url);
  await makeLibrary(home.pool, users);
});
afterAll(async () => {
  await db.end();
  await home.drop();
});

class RollBack extends Error {}

/** Data sets times rule lists make the cases: data is dear to insert, a rule list is not. */
const dataSets = cases(10, 25);
const listsPerSet = cases(25, 40);

test.each(families)(
  `the compiled SQL decides ${dataSets * listsPerSet} generated rule lists of %s as the specification does, and a batch takes just those`,
  async (family) => {
    await fc.assert(
      fc.asyncProperty(
        someRecords(family),
        fc.constantFrom(...zones),
        fc.array(fc.tuple(aRuleList(family), someBoxes), {
          minLength: listsPerSet,
          maxLength: listsPerSet,
        }),
        async (records, zone, lists) => {
          await fill(family, records, zone);
          try {
            for (const [rules, boxes] of lists)
              await rolledBack((tx) => holdsAgainstOracle(tx, family, rules, boxes, records, zone));
          } finally {
            await clear();
          }
        },
      ),
      { numRuns: dataSets, endOnFailure: true },
    );
  },
  300_000,
);

async function fill(family: Family, records: RecordFacts[], zone: string): Promise<void> {
  const client = await home.pool.connect();
  try {
    await client.query("BEGIN");
    await insertRecords(client, family, records);
    await client.query("UPDATE console.institution SET time_zone = $1", [zone]);
    await client.query("SELECT patron.rederive_days()");
    await client.query("COMMIT");
  } finally {
    client.release();
  }
}

async function clear(): Promise<void> {
  await home.pool.query(
    "TRUNCATE record.loans, record.fees, record.requests, record.borrowing_requests CASCADE",
  );
  await home.pool.query(
    "UPDATE patron.users SET expiry_date = NULL, deleted_on = NULL, status = 'active'",
  );
}

async function holdsAgainstOracle(
  tx: Tx,
  family: Family,
  rules: RuleList,
  boxes: Boxes,
  records: RecordFacts[],
  zone: string,
): Promise<void> {
  const off = { records: false, notes: false, rules: [], default: false };
  const settings = { loans: off, fees: off, requests: off, borrowingRequests: off };
  const frozen = (await freezeRules(tx, { ...settings, [family]: { ...rules, ...boxes } }))
    .families[family];
  const isBeyond = await freezeRanks(tx, family, frozen, sql`preview_ranks`, "TEMPORARY");
  const { links, key, notes, noteKey } = familyTables[family];
  const { rows } = await tx.execute<{ id: string; rule: number }>(
    sql`SELECT ${key} AS id, ${decidingRule(family, frozen, { cutOff, isBeyond })} AS rule FROM ${links} WHERE ${links.finished} ORDER BY 1`,
  );
  const linked = records.filter((record) => record.linked);
  const finished = linked.filter((record) => record.finished);
  const setting = { cutOff, zone };
  const expected = finished.map((record) => ({
    id: record.id,
    ...decide(rules, record, records, setting),
  }));
  expect(rows.map((row) => [Number(row.id), row.rule])).toEqual(
    expected.map((one) => [one.id, one.position]),
  );

  const goes = anonymizingPositions(frozen);
  expect(expected.filter((one) => one.anonymize !== goes.includes(one.position))).toEqual([]);

  const range = { part: family, after: 0, upTo: 1000 };
  const outcome = await batchAlone(tx, family, frozen, { cutOff, isBeyond }, range, 5000);
  const going = new Set(expected.filter((one) => one.anonymize).map((one) => one.id));
  const left = await tx.execute<{ id: string }>(sql`SELECT ${key} AS id FROM ${links} ORDER BY 1`);
  const keepsLink = ({ id }: RecordFacts) => !boxes.records || !going.has(id);
  expect(left.rows.map((row) => Number(row.id))).toEqual(
    linked.filter(keepsLink).map(({ id }) => id),
  );

  const told = await tx.execute<{ id: string }>(
    sql`SELECT ${noteKey} AS id FROM ${notes} WHERE ${notes.text} IS NOT NULL ORDER BY 1`,
  );
  const noted = records.filter(({ note }) => note);
  const keepsNote = ({ id, linked }: RecordFacts) => !boxes.notes || (linked && !going.has(id));
  expect(told.rows.map((row) => Number(row.id))).toEqual(
    noted.filter(keepsNote).map(({ id }) => id),
  );

  const counted = (measure: string) =>
    outcome.counts
      .filter((one) => one.measure === measure)
      .reduce((sum, one) => sum + one.count, 0);
  expect(counted("records")).toBe(linked.length - left.rows.length);
  expect(counted("notes")).toBe(noted.length - told.rows.length);
  expect(counted("heldBack")).toBe(finished.length - going.size);
  expect(outcome.visited).toBe(finished.length);
}

async function rolledBack(work: (tx: Tx) => Promise<void>): Promise<void> {
  await db
    .transaction("lethe_worker", async (tx) => {
      await work(tx);
      throw new RollBack();
    })
    .catch((error: unknown) => {
      if (!(error instanceof RollBack)) throw error;
    });
}
