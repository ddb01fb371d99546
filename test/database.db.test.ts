import { expect, test } from "vitest";
import { testDatabase } from "./database.ts";

test("each test database is migrated and apart from the others", async () => {
  const [one, other] = await Promise.all([testDatabase(), testDatabase()]);
  await one.pool.query("create table only_here ()");
  const migrated = "select from pg_namespace where nspname = 'patron'";
  expect((await other.pool.query(migrated)).rowCount).toBe(1);
  await expect(other.pool.query("select from only_here")).rejects.toThrow("does not exist");
  await Promise.all([one.drop(), other.drop()]);
});

test("sixteen test databases can be made at once", async () => {
  const databases = await Promise.all(Array.from({ length: 16 }, testDatabase));
  const names = new Set(databases.map((database) => database.url));
  expect(names.size).toBe(16);
  await Promise.all(databases.map((database) => database.drop()));
});
