import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openDatabase, type Database, type Tx } from "#db/client.ts";
import { families, type Family } from "#lib/families.ts";
import type { RuleList } from "#lib/rules.ts";
import { testDatabase, type TestDatabase } from "../../test/database.ts";
import { aRuleList, cutOff, someRecords, users } from "../../test/generated.ts";
import { makeLibrary } from "../../test/library.ts";
import { decide, rankOf, type RecordFacts } from "../../test/oracle.ts";
import { insertRecords } from "../../test/records.ts";
import { cases } from "../../test/short-or-long.ts";
import { batchAlone } from "./testing.ts";
import { explainRecord, type Explanation } from "./explain.ts";
import { freezeRules } from "./frozen.ts";
import { freezeRanks } from "./ranks.ts";
import { sql } from "drizzle-orm";

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

const dataSets = cases(4, 12);
const listsPerSet = 6;
const recordsPerList = 5;
/** No generated threshold turns later than this many days after the cut-off. */
const horizon = 15;

const dayAfter = (days: number) =>
  new Date(Date.parse(`${cutOff}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

test.each(families)(
  "%s are explained as the specification decides them, and go first on the day that is said",
  async (family) => {
    await fc.assert(
      fc.asyncProperty(
        someRecords(family),
        fc.array(aRuleList(family), { minLength: listsPerSet, maxLength: listsPerSet }),
        fc.nat(),
        async (records, lists, from) => {
          await fill(family, records);
          const some = records.filter(
            (_, n) => (n + from) % Math.ceil(records.length / recordsPerList) === 0,
          );
          try {
            for (const list of lists)
              for (const record of some) await isExplained(family, list, record, records);
          } finally {
            await home.pool.query(
              "TRUNCATE record.loans, record.fees, record.requests, record.borrowing_requests CASCADE",
            );
          }
        },
      ),
      { numRuns: dataSets, endOnFailure: true },
    );
  },
  300_000,
);

async function fill(family: Family, records: RecordFacts[]): Promise<void> {
  const client = await home.pool.connect();
  try {
    await client.query("BEGIN");
    await client.query(
      "UPDATE patron.users SET expiry_date = NULL, deleted_on = NULL, status = 'active'",
    );
    await insertRecords(client, family, records);
    await client.query("COMMIT");
  } finally {
    client.release();
  }
}

const settingsOf = (family: Family, list: RuleList) => {
  const off = { records: false, notes: false, rules: [], default: false };
  const settings = { loans: off, fees: off, requests: off, borrowingRequests: off };
  return { ...settings, [family]: { ...list, records: true, notes: true } };
};

async function isExplained(
  family: Family,
  list: RuleList,
  record: RecordFacts,
  all: RecordFacts[],
): Promise<void> {
  const settings = settingsOf(family, list);
  const told = await db.transaction("lethe_web", (tx) =>
    explainRecord(tx, family, record.id, { asOf: cutOff, settings }),
  );
  expect(told.hasNote).toBe(record.note);
  expect(told.rules.map(({ name }) => name)).toEqual(list.rules.map(({ name }) => name));
  if (!record.linked || !record.finished || record.endedAt === null) {
    const withheld = record.finished ? "noEndDate" : "active";
    const link = { withheld, goesToday: null, goesOn: null, goesBy: null, rank: null };
    expect(told.link).toEqual(record.linked ? link : null);
    expect(told.rules.some((rule) => rule.decides || rule.matches !== null)).toBe(false);
    return;
  }
  const on = (day: string, rules: RuleList = list) =>
    decide(rules, record, all, { cutOff: day, zone: "UTC" });
  expect(told.link?.rank).toBe(record.userDeleted ? null : rankOf(record, all));
  expect(decider(told)).toBe(on(cutOff).position);
  expect(told.link?.goesToday).toBe(on(cutOff).anonymize);
  for (const rule of told.rules) {
    const alone = (when = rule.when) =>
      on(cutOff, { rules: [{ ...rule, description: "", when }], default: false }).position === 0;
    if (!rule.enabled) expect(rule).toMatchObject({ matches: null, decides: false, failed: [] });
    else {
      expect(rule.matches).toBe(alone());
      expect(rule.failed).toEqual(rule.when.flatMap((one, place) => (alone([one]) ? [] : [place])));
    }
  }
  const days = Array.from({ length: horizon }, (_, n) => dayAfter(n));
  const first = days.find((day) => on(day).anonymize) ?? null;
  expect(told.link?.goesOn).toBe(first);
  if (first !== null) await goesFirstOn(family, list, record.id, first);
}

/** As the run counts positions: among the enabled rules. */
function decider(told: Explanation): number {
  const enabled = told.rules.filter((rule) => rule.enabled);
  const place = enabled.findIndex((rule) => rule.decides);
  expect(enabled.filter((rule) => rule.decides).length + Number(told.byDefault.decides)).toBe(1);
  return place === -1 ? enabled.length : place;
}

/** A batch of a run with that cut-off takes the record, and a batch of the day before does not. */
async function goesFirstOn(family: Family, list: RuleList, id: number, day: string) {
  expect(await isTaken(family, list, id, day)).toBe(true);
  if (day > cutOff) {
    const before = new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10);
    expect(await isTaken(family, list, id, before)).toBe(false);
  }
}

class RollBack extends Error {}

async function isTaken(family: Family, list: RuleList, id: number, day: string): Promise<boolean> {
  let taken = false;
  const work = async (tx: Tx) => {
    const frozen = (await freezeRules(tx, settingsOf(family, list))).families[family];
    const isBeyond = await freezeRanks(tx, family, frozen, sql`ranks`, "TEMPORARY");
    const range = { part: family, after: id - 1, upTo: id };
    const now = { cutOff: day, isBeyond };
    const { counts } = await batchAlone(tx, family, frozen, now, range, 10);
    taken = counts.some(({ measure, count }) => measure === "records" && count === 1);
    throw new RollBack();
  };
  await db.transaction("lethe_worker", work).catch((error: unknown) => {
    if (!(error instanceof RollBack)) throw error;
  });
  return taken;
}

test("a record that is not there is said to be not there", async () => {
  await expect(
    db.transaction("lethe_web", (tx) => explainRecord(tx, "loans", 4711)),
  ).rejects.toThrow("There is no loan 4711.");
});
