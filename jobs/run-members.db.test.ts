import { expect, test } from "vitest";
import { sql } from "drizzle-orm";
import { databaseForEach } from "../test/database-for-each.ts";
import { plansOf } from "../test/plans.ts";
import { cutUsersIntoBulks } from "./run-members.ts";

const { db } = databaseForEach(async () => {});

const ids = (users: number) =>
  sql`SELECT n * 3::bigint AS id FROM generate_series(1, ${users}::int) n`;
const cut = (users: number, enough: number) =>
  db().transaction("lethe_worker", (tx) => cutUsersIntoBulks(tx, ids(users), enough));

test("ranges follow on one another and hold all users, as many each, no more than twenty", async () => {
  expect(await cut(0, 1_000)).toEqual([]);
  expect(await cut(2_500, 1_000)).toEqual([
    { part: "users", after: 0, upTo: 3_000, planned: 1_000 },
    { part: "users", after: 3_000, upTo: 6_000, planned: 1_000 },
    { part: "users", after: 6_000, upTo: 7_500, planned: 500 },
  ]);
  const many = await cut(50_000, 1_000);
  expect(many.map(({ planned }) => planned)).toEqual(Array(20).fill(2_500));
});

test("they are cut in one pass: no count is asked anew for each user", async () => {
  const plans = await plansOf(db(), (tx) => cutUsersIntoBulks(tx, ids(5_000), 1_000), {
    isLarge: false,
  });
  expect(plans).toHaveLength(1);
  expect(plans[0]).not.toMatch(/Nested Loop|Join|SubPlan/);
});
