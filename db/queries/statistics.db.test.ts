import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sql } from "drizzle-orm";
import { openDatabase, type Database } from "#db/client.ts";
import { sqlState } from "#db/errors.ts";
import { countedRecords, families, type CountedRecord, type Family } from "#lib/families.ts";
import { Refusal } from "#lib/refusal.ts";
import { testDatabase, type TestDatabase } from "../../test/database.ts";
import { makeEveryFamily } from "../../test/every-family.ts";
import { codes } from "../../test/library.ts";
import {
  dimensions,
  dimensionsOf,
  statistics,
  type Dimension,
  type StatisticsQuery,
  type StatisticsRow,
} from "./statistics.ts";

let test_: TestDatabase;
let db: Database;

const tables: Record<Family, { table: string; day: string; location: string; amount: string }> = {
  loans: { table: "loans", day: "loaned_on", location: "location_id", amount: "NULL::float8" },
  fees: { table: "fees", day: "created_on", location: "NULL::int", amount: "original_amount" },
  requests: {
    table: "requests",
    day: "created_on",
    location: "location_id",
    amount: "NULL::float8",
  },
  borrowingRequests: {
    table: "borrowing_requests",
    day: "created_on",
    location: "NULL::int",
    amount: "NULL::float8",
  },
};

const possible: Record<CountedRecord, Dimension[]> = {
  loans: ["month", "library", "location", "userGroup", "category"],
  fees: ["month", "library", "userGroup", "category"],
  requests: ["month", "library", "location", "userGroup", "category"],
  borrowingRequests: ["month", "library", "userGroup", "category"],
  lendingRequests: ["month", "library", "partner", "status"],
};

beforeAll(async () => {
  test_ = await testDatabase();
  await makeEveryFamily(test_.pool);
  db = openDatabase(test_.url);
});

afterAll(async () => {
  await db.end();
  await test_.drop();
});

const ask = (query: StatisticsQuery) =>
  db.transaction("lethe_statistics", (tx) => statistics(tx, query));

interface Fact {
  day: string;
  library: string;
  location: string | null;
  userGroup: string | null;
  categories: string[];
  amount: number | null;
}

async function allFacts(family: Family): Promise<Fact[]> {
  const { table, day, location, amount } = tables[family];
  const { rows } = await test_.pool.query<Fact>(`
    SELECT ${day}::text AS day, l.code AS library, o.code AS location, g.code AS "userGroup", ${amount}::float8 AS amount,
      array(SELECT c.type || ':' || c.category FROM record.statistical_categories c WHERE c.id = ANY(p.category_ids)) AS categories
    FROM record.${table} r JOIN record.libraries l ON l.id = r.library_id JOIN record.profiles p ON p.id = r.profile_id
    LEFT JOIN record.locations o ON o.id = ${location} LEFT JOIN record.user_groups g ON g.id = p.user_group_id`);
  return rows;
}

/** One by one, in plain words. */
function countByHand(facts: Fact[], query: StatisticsQuery): StatisticsRow[] {
  const groups = new Map<string, StatisticsRow>();
  for (const fact of facts) {
    if ((query.from && fact.day < query.from) || (query.to && fact.day > query.to)) continue;
    if (query.libraries?.length && !query.libraries.includes(fact.library)) continue;
    const none = fact.categories.length ? fact.categories : ["none"];
    for (const category of query.by.includes("category") ? none : [""]) {
      const { library, location, userGroup, day } = fact;
      const all: Partial<Record<Dimension, string | null>> = {
        month: day.slice(0, 7),
        library,
        location,
        userGroup,
        category,
      };
      const key = Object.fromEntries(query.by.map((one) => [one, all[one]]));
      const group = groups.get(JSON.stringify(key)) ?? { ...key, count: 0 };
      group.count += 1;
      if (fact.amount !== null) group.amount = (group.amount ?? 0) + fact.amount;
      groups.set(JSON.stringify(key), group);
    }
  }
  return [...groups.values()];
}

const sorted = (rows: StatisticsRow[]) =>
  rows.map(({ amount, ...row }) => JSON.stringify({ ...row, amount: amount?.toFixed(2) })).sort();

const choices: { by: Dimension[]; from?: string; to?: string; libraries?: string[] }[] = [
  { by: [] },
  { by: ["month"] },
  { by: ["category"] },
  { by: ["month", "library", "userGroup"] },
  { by: ["userGroup", "category", "month"] },
  { by: ["library"], from: "2024-02-29", to: "2024-03-31" },
  { by: ["month", "category"], libraries: ["MAIN", "LAW"] },
];

describe.each(families)("%s", (family) => {
  test.each(choices)("equal what is counted by hand: %j", async (choice) => {
    const query = { family, ...choice };
    const facts = await allFacts(family);
    const { rows, total } = await ask(query);
    expect(sorted(rows)).toEqual(sorted(countByHand(facts, query)));
    expect(total.count).toBe(countByHand(facts, { ...query, by: [] })[0]?.count);
  });

  test("each dimension alone, in a stable order", async () => {
    const facts = await allFacts(family);
    for (const one of dimensionsOf(family)) {
      const query = { family, by: [one] };
      const { rows } = await ask(query);
      expect(sorted(rows)).toEqual(sorted(countByHand(facts, query)));
      const order = rows.map((row) => row[one] ?? "\uffff");
      expect(order).toEqual([...order].sort());
    }
  });
});

test("a record with three categories counts in three rows, one with none in none, and the total counts each once", async () => {
  const { rows, total } = await ask({ family: "loans", by: ["category"] });
  expect(rows.map(({ category }) => category)).toEqual([...codes.categories, "none"]);
  expect(rows.reduce((sum, { count }) => sum + count, 0)).toBeGreaterThan(total.count);
  expect(total.count).toBe(400);
});

test("an empty database has a total of nothing", async () => {
  const query = { family: "fees" as const, by: [], from: "1900-01-01", to: "1900-01-02" };
  expect(await ask(query)).toEqual({
    by: [],
    rows: [{ count: 0, amount: 0 }],
    total: { count: 0, amount: 0 },
  });
});

test("where nothing is counted there are no rows, and a total of nothing", async () => {
  const query = { family: "fees" as const, by: ["month" as const], to: "1900-01-02" };
  const total = { count: 0, amount: 0 };
  expect(await ask(query)).toEqual({ by: ["month"], rows: [], total });
});

describe("lending requests", () => {
  const family = "lendingRequests";

  test("are counted by partner, status, library and month", async () => {
    const { rows, total } = await ask({ family, by: ["partner", "status"], libraries: ["MAIN"] });
    const { rows: wanted } = await test_.pool.query<StatisticsRow>(`
      SELECT partner, status, count(*)::int AS count FROM record.lending_requests r
      JOIN record.libraries l ON l.id = r.library_id AND l.code = 'MAIN' GROUP BY 1, 2`);
    expect(wanted.length).toBeGreaterThan(2);
    expect(sorted(rows)).toEqual(sorted(wanted));
    expect(rows.reduce((sum, { count }) => sum + count, 0)).toBe(total.count);
    const all = await ask({ family, by: ["month", "library"] });
    expect(all.total).toEqual({ count: 400 });
    expect(all.rows[0]).toEqual({ month: "2023-11", library: "ARCH", count: 1 });
  });
});

test.each(countedRecords)(
  "%s are counted by what they hold and by nothing else",
  async (family) => {
    expect(dimensionsOf(family)).toEqual(possible[family]);
    for (const one of dimensions.filter((other) => !possible[family].includes(other)))
      await expect(ask({ family, by: [one] })).rejects.toThrow(Refusal);
  },
);

test("the role that counts is refused every table of patrons, and the keyed hashes of sources", async () => {
  const { rows } = await test_.pool.query<{ name: string }>(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
     WHERE schemaname IN ('patron', 'console') OR tablename = 'seen_sources'`,
  );
  expect(rows.length).toBeGreaterThan(20);
  for (const { name } of rows) {
    const read = db.transaction("lethe_statistics", (tx) =>
      tx.execute(sql.raw(`SELECT FROM ${name} LIMIT 1`)),
    );
    expect(await read.then(() => "read", sqlState), name).toBe("42501");
  }
});
