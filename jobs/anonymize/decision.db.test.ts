import { sql } from "drizzle-orm";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openDatabase, type Database, type Tx } from "#db/client.ts";
import { familyTables } from "#db/families.ts";
import { type Condition, ruleSchemaFor, type RuleList } from "#lib/rules.ts";
import { testDatabase, type TestDatabase } from "../../test/database.ts";
import { codes, insertLoans, makeLibrary } from "../../test/library.ts";
import { decide, type LoanFacts } from "../../test/oracle.ts";
import { anonymizeBatch } from "./batch.ts";
import { anonymizingPositions, decidingRule } from "./decision.ts";
import { freezeRules } from "./frozen.ts";
import { freezeRanks } from "./ranks.ts";

const cutOff = "2026-03-15";
const users = 4;

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

const day = (from: number, to: number) =>
  fc.integer({ min: from, max: to }).map((days) => shift(cutOff, -days));
const shift = (from: string, days: number) =>
  new Date(Date.parse(`${from}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
const some = (list: string[]) => fc.subarray([...list, "NOSUCH"], { minLength: 1, maxLength: 2 });

const aCondition: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({
    parameter: fc.constant("daysSinceEnded" as const),
    operator: fc.constantFrom("=", "<", ">"),
    value: fc.integer({ min: 0, max: 6 }),
  }),
  fc.record({
    parameter: fc.constant("daysSinceUserExpiry" as const),
    operator: fc.constantFrom("=", "<", ">"),
    value: fc.integer({ min: 0, max: 4 }),
  }),
  fc.constant({ parameter: "daysSinceUserExpiry" as const, operator: "isEmpty" as const }),
  fc.record({
    parameter: fc.constant("library" as const),
    operator: fc.constantFrom("in", "notIn"),
    value: some(codes.libraries),
  }),
  fc.record({
    parameter: fc.constant("location" as const),
    operator: fc.constantFrom("in", "notIn"),
    value: some([...codes.locations, "ARCH:DESK"]),
  }),
  fc.record({
    parameter: fc.constant("userGroup" as const),
    operator: fc.constantFrom("in", "notIn"),
    value: some(codes.userGroups),
  }),
  fc.record({
    parameter: fc.constant("loansToRetain" as const),
    operator: fc.constant("beyond" as const),
    value: fc.integer({ min: 1, max: 4 }),
  }),
  fc.record({
    parameter: fc.constant("statisticalCategory" as const),
    operator: fc.constantFrom("in", "notIn"),
    value: some(codes.categories),
  }),
  fc.record({
    parameter: fc.constant("hasOpenFee" as const),
    operator: fc.constant("is" as const),
    value: fc.boolean(),
  }),
);

const aRuleList: fc.Arbitrary<RuleList> = fc.record({
  rules: fc.array(
    fc.record({
      name: fc.string({ minLength: 1, maxLength: 8 }).filter((name) => name.trim() !== ""),
      description: fc.constant(""),
      enabled: fc.integer({ min: 0, max: 5 }).map((n) => n > 0),
      when: fc.array(aCondition, { minLength: 1, maxLength: 3 }),
      anonymize: fc.boolean(),
    }),
    { maxLength: 4 },
  ),
  default: fc.boolean(),
});

const someLoans: fc.Arbitrary<LoanFacts[]> = fc
  .tuple(
    fc.array(fc.option(day(-5, 5)), { minLength: users, maxLength: users }),
    fc.array(
      fc.record({
        userId: fc.integer({ min: 1, max: users }),
        loanedOn: day(8, 12),
        endedOn: fc.option(day(0, 7)),
        library: fc.constantFrom(...codes.libraries),
        location: fc.option(fc.constantFrom(...codes.locations)),
        userGroup: fc.option(fc.constantFrom(...codes.userGroups)),
        categories: fc.subarray(codes.categories),
        hasOpenFee: fc.boolean(),
      }),
      { minLength: 8, maxLength: 24 },
    ),
  )
  .map(([expiries, loans]) =>
    loans.map((loan, index) => ({
      ...loan,
      id: index + 1,
      expiry: expiries[loan.userId - 1] ?? null,
    })),
  );

class RollBack extends Error {}

/** Data sets times rule lists make the cases: data is dear to insert, a rule list is not. */
const dataSets = 50;
const listsPerSet = 20;

test(`the compiled SQL decides ${dataSets * listsPerSet} generated rule lists as the specification does, and a batch takes just those`, async () => {
  const list = aRuleList.map((rules) => ({
    ...rules,
    rules: rules.rules.map((rule) => ruleSchemaFor("loans").parse(rule)),
  }));
  await fc.assert(
    fc.asyncProperty(
      someLoans,
      fc.array(list, { minLength: listsPerSet, maxLength: listsPerSet }),
      async (loans, lists) => {
        const transaction = home.pool.connect();
        const client = await transaction;
        await client.query("BEGIN");
        await insertLoans(client, loans);
        await client.query("COMMIT");
        client.release();
        try {
          for (const rules of lists) await rolledBack((tx) => holdsAgainstOracle(tx, rules, loans));
        } finally {
          await home.pool.query(
            "TRUNCATE record.loans, record.fees, patron.loan_links, patron.fee_links CASCADE",
          );
          await home.pool.query("UPDATE patron.users SET expiry_date = NULL");
        }
      },
    ),
    { numRuns: dataSets, endOnFailure: true },
  );
}, 300_000);

async function holdsAgainstOracle(tx: Tx, rules: RuleList, loans: LoanFacts[]): Promise<void> {
  const off = { records: false, notes: false, rules: [], default: false };
  const { families } = await freezeRules(tx, {
    loans: { ...rules, records: true, notes: false },
    fees: off,
    requests: off,
    borrowingRequests: off,
  });
  const frozen = families.loans;
  const ranks = await freezeRanks(tx, "loans", frozen, sql`preview_ranks`, "TEMPORARY");
  const { links, key } = familyTables.loans;
  const { rows } = await tx.execute<{ id: string; rule: number }>(
    sql`SELECT ${key} AS id, ${decidingRule("loans", frozen, { cutOff, ranks })} AS rule FROM ${links} WHERE ${links.finished} ORDER BY 1`,
  );
  const finished = loans.filter((loan) => loan.endedOn !== null);
  const expected = finished.map((loan) => ({ id: loan.id, ...decide(rules, loan, loans, cutOff) }));
  expect(rows.map((row) => [Number(row.id), row.rule])).toEqual(
    expected.map((one) => [one.id, one.position]),
  );

  const goes = anonymizingPositions(frozen);
  expect(expected.filter((one) => one.anonymize !== goes.includes(one.position))).toEqual([]);

  const outcome = await anonymizeBatch(
    tx,
    "loans",
    frozen,
    { cutOff, ranks },
    { part: "loans", after: 0, upTo: 1000 },
    5000,
  );
  const left = await tx.execute<{ id: string }>(sql`SELECT ${key} AS id FROM ${links} ORDER BY 1`);
  const stays = loans.filter((loan) => !expected.find((one) => one.id === loan.id)?.anonymize);
  expect(left.rows.map((row) => Number(row.id))).toEqual(stays.map((loan) => loan.id));
  const counted = (measure: string) =>
    outcome.counts
      .filter((one) => one.measure === measure)
      .reduce((sum, one) => sum + one.count, 0);
  expect(counted("records")).toBe(loans.length - stays.length);
  expect(counted("records") + counted("heldBack")).toBe(outcome.visited);
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
