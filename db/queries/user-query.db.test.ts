import { sql, type SQL } from "drizzle-orm";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openDatabase, type Database } from "#db/client.ts";
import { type QueryNode, userQuerySchema, type UserQuery } from "#lib/user-query.ts";
import { testDatabase, type TestDatabase } from "../../test/database.ts";
import { codes, makeLibrary } from "../../test/library.ts";
import { insertUsers, matchesUser, shift, type UserFacts } from "../../test/user-oracle.ts";
import { today } from "./institution.ts";
import { matchingInShapes } from "./user-query.ts";

let home: TestDatabase;
let db: Database;
let now: string;

beforeAll(async () => {
  home = await testDatabase();
  db = openDatabase(home.url);
  await makeLibrary(home.pool, 0);
  await home.pool.query("INSERT INTO record.profiles DEFAULT VALUES");
  await home.pool.query("UPDATE console.institution SET time_zone = 'Pacific/Auckland'");
  now = (await db.transaction("lethe_web", today)).today;
});
afterAll(async () => {
  await db.end();
  await home.drop();
});

const campuses = ["CITY", "HARBOUR", "it's", "100%"];
const blocks = ["OVERDUE", "CARD"];
const types = ["BARCODE", "INST_ID"];
const notes = ["Rang at 5%", "rang_back", "Ünder the STAIRS", "back\\slash"];

const near = (days: number) => fc.integer({ min: -days, max: days }).map((by) => shift(now, by));
const month = near(100).map((day) => `${day.slice(0, 7)}-01`);
const some = (from: string[]) => fc.subarray([...from, "NOSUCH"], { minLength: 1 });

const listed = (field: string, from: string[]) =>
  fc.record({
    field: fc.constant(field),
    operator: fc.constantFrom("in", "notIn"),
    value: fc.subarray(from, { minLength: 1 }),
  });
const coded = (field: string, from: string[]) =>
  fc.oneof(
    fc.record({
      field: fc.constant(field),
      operator: fc.constantFrom("in", "notIn"),
      value: some(from),
    }),
    empty(field),
  );
const empty = (field: string) =>
  fc.record({ field: fc.constant(field), operator: fc.constantFrom("isEmpty", "isNotEmpty") });
const dated = (field: string, days: number) =>
  fc.oneof(
    fc.record({
      field: fc.constant(field),
      operator: fc.constantFrom("on", "before", "after"),
      value: near(days),
    }),
    fc.record({
      field: fc.constant(field),
      operator: fc.constantFrom("moreThanDaysAgo", "lessThanDaysAgo"),
      value: fc.integer({ min: 0, max: days }),
    }),
  );

const aCondition = () =>
  fc.oneof(
    listed("recordType", ["public", "staff", "contact"]),
    listed("accountType", ["internal", "external"]),
    listed("status", ["active", "inactive", "deleted"]),
    coded("userGroup", codes.userGroups),
    coded("jobCategory", ["LIBRARY"]),
    coded("campus", campuses),
    dated("expiryDate", 5),
    empty("expiryDate"),
    dated("purgeDate", 5),
    empty("purgeDate"),
    dated("createdDate", 5),
    dated("lastActivity", 70),
    empty("lastActivity"),
    coded("statisticalCategory", codes.categories),
    coded("block", blocks),
    coded("identifierType", types),
    fc.record({
      field: fc.constant("hasOpenLoans"),
      operator: fc.constant("is"),
      value: fc.boolean(),
    }),
    fc.record({
      field: fc.constant("feesOwed"),
      operator: fc.constantFrom("=", "<", ">"),
      value: fc.constantFrom(0, 5, 7.5, -5),
    }),
    empty("noteText"),
    fc.record({
      field: fc.constant("noteText"),
      operator: fc.constantFrom("contains", "notContains"),
      value: fc.constantFrom("rang", "5%", "g_b", "%", "\\", "ünder the", "nowhere"),
    }),
  );

const aQuery = (): fc.Arbitrary<UserQuery> =>
  fc
    .letrec<{ node: unknown; group: unknown }>((tie) => ({
      node: fc.oneof({ maxDepth: 3 }, { arbitrary: aCondition(), weight: 3 }, tie("group")),
      group: fc.record({
        match: fc.constantFrom("all", "any"),
        conditions: fc.array(tie("node"), { minLength: 1, maxLength: 4 }),
      }),
    }))
    .group.map((group) => userQuerySchema.parse({ version: 1, ...(group as object) }));

const someUsers = (): fc.Arbitrary<UserFacts[]> =>
  fc
    .array(
      fc.record({
        recordType: fc.constantFrom("public", "staff", "contact"),
        accountType: fc.constantFrom("internal", "external"),
        status: fc.constantFrom("active", "inactive", "deleted"),
        userGroup: fc.option(fc.constantFrom(...codes.userGroups)),
        jobCategory: fc.option(fc.constantFrom("LIBRARY", "OTHER")),
        campus: fc.option(fc.constantFrom(...campuses)),
        expiryDate: fc.option(near(5)),
        purgeDate: fc.option(near(5)),
        createdDate: near(5),
        lastActivity: fc.option(month),
        categories: fc.subarray(codes.categories),
        blocks: fc.subarray(blocks),
        identifierTypes: fc.subarray(types),
        notes: fc.subarray(notes, { maxLength: 2 }),
        openLoans: fc.integer({ min: 0, max: 2 }),
        openFees: fc.array(fc.constantFrom(500, 250, -500), { maxLength: 2 }),
      }),
      { minLength: 12, maxLength: 30 },
    )
    .map((users) => users.map((user, index) => ({ id: index + 1, ...user })));

const dataSets = 20;
const queriesPerSet = 50;

test(`the compiled SQL finds what ${dataSets * queriesPerSet} generated trees mean`, async () => {
  await fc.assert(
    fc.asyncProperty(
      someUsers(),
      fc.array(aQuery(), { minLength: queriesPerSet, maxLength: queriesPerSet }),
      async (users, queries) => {
        await insertUsers(home.pool, users);
        try {
          for (const query of queries) {
            const expected = users.filter((user) => matchesUser(query, user, now));
            expect([query, await found(query)]).toEqual([query, expected.map(({ id }) => id)]);
          }
        } finally {
          await home.pool.query(
            "TRUNCATE patron.users, record.loans, record.fees, patron.loan_links, patron.fee_links CASCADE",
          );
        }
      },
    ),
    { numRuns: dataSets, endOnFailure: true },
  );
}, 300_000);

/** Whom both shapes of a query find. */
const found = (query: UserQuery) =>
  db.transaction("lethe_web", async (tx) => {
    const { where, each } = await matchingInShapes(tx, query);
    const ids = async (condition: SQL) => {
      const { rows } = await tx.execute<{ id: string }>(
        sql`SELECT u.id FROM patron.users u WHERE ${condition} ORDER BY 1`,
      );
      return rows.map(({ id }) => Number(id));
    };
    const among = await ids(where);
    if (each) expect([query, await ids(each)]).toEqual([query, among]);
    return among;
  });

const one = (condition: object): UserQuery =>
  userQuerySchema.parse({ version: 1, match: "all", conditions: [condition as QueryNode] });

const hostile = [
  "'; DROP TABLE patron.users; --",
  '" OR 1=1 --',
  "1); SELECT pg_sleep(10); --",
  "%' OR '1'='1",
  "$1",
  "$$; $$",
  "\\'; --",
  "E'\\x27'",
  "{ACTIVE}",
  '{"a","b"}',
  "NULL",
  "\u202e gnp.exe",
  "😀'\"\\",
  "\ud800",
  "' || (SELECT string_agg(password, ',') FROM console.staff_accounts) || '",
  "${process.env.HOME}",
  "../../etc/passwd",
  "=cmd|' /C calc'!A0",
];

test("no value is ever more than a value: an injection corpus finds nobody and breaks nothing", async () => {
  await insertUsers(home.pool, [await plainUser()]);
  const fields = ["userGroup", "jobCategory", "campus", "statisticalCategory", "block"];
  for (const value of hostile) {
    for (const field of [...fields, "identifierType"]) {
      expect(await found(one({ field, operator: "in", value: [value] }))).toEqual([]);
      expect(await found(one({ field, operator: "notIn", value: [value] }))).toEqual([1]);
    }
    expect(await found(one({ field: "noteText", operator: "contains", value }))).toEqual([]);
  }
  await home.pool.query("TRUNCATE patron.users, patron.loan_links, patron.fee_links CASCADE");
});

const plainUser = async (): Promise<UserFacts> => ({
  id: 1,
  recordType: "public",
  accountType: "external",
  status: "active",
  userGroup: "STUDENT",
  jobCategory: "LIBRARY",
  campus: "CITY",
  expiryDate: now,
  purgeDate: null,
  createdDate: now,
  lastActivity: null,
  categories: ["LEVEL:PHD"],
  blocks: ["OVERDUE"],
  identifierTypes: ["BARCODE"],
  notes: ["A note"],
  openLoans: 0,
  openFees: [],
});

test("the largest query that is allowed is answered", async () => {
  const many = Array.from({ length: 10_000 }, (_, n) => `CODE${n}`);
  const query = userQuerySchema.parse({
    version: 1,
    match: "any",
    conditions: Array.from({ length: 200 }, (_, n) => ({
      field: n % 2 ? "userGroup" : "statisticalCategory",
      operator: "in",
      value: n < 4 ? many : ["NOSUCH"],
    })),
  });
  expect(await found(query)).toEqual([]);
});
