import { afterAll, beforeAll, expect, test } from "vitest";
import { testDatabase, type TestDatabase } from "../test/database.ts";
import { makeEveryFamily } from "../test/every-family.ts";
import { lethe } from "./testing.ts";

let home: TestDatabase;
beforeAll(async () => {
  home = await testDatabase();
  await makeEveryFamily(home.pool);
  await home.pool.query("UPDATE record.libraries SET code = '=1+1' WHERE code = 'LAW'");
});
afterAll(() => home.drop());

const ask = (...words: string[]) =>
  lethe(["statistics", ...words], { env: { DATABASE_URL: home.url } });

test.each(["loans", "requests", "borrowing", "lending"])(
  "%s are counted as JSON, without amounts",
  async (name) => {
    const { json } = await ask(name, "--by", "library", "--json");
    expect(json()).toEqual({
      by: ["library"],
      rows: [
        { library: "=1+1", count: 133 },
        { library: "ARCH", count: 134 },
        { library: "MAIN", count: 133 },
      ],
      total: { count: 400 },
    });
  },
);

test("fees are counted with their original amounts", async () => {
  const { json } = await ask(
    "fees",
    "--by",
    "month,userGroup",
    "--from",
    "2024-01-01",
    "--to",
    "2024-01-31",
    "--json",
  );
  const { rows, total } = json() as { rows: Record<string, unknown>[]; total: unknown };
  expect(rows[0]).toEqual({ month: "2024-01", userGroup: "GUEST", count: 2, amount: 36.1 });
  expect(total).toEqual({ count: 11, amount: 209.55 });
});

test("CSV holds no cell that a spreadsheet takes for a formula", async () => {
  const { stdout } = await ask("fees", "--by", "library", "--csv");
  expect(stdout.split(/\r?\n/)[0]).toBe("library,count,amount");
  expect(stdout.split(/\r?\n/)[1]).toMatch(/^'=1\+1,133,/);
  expect(stdout.replaceAll("\r\n", "")).not.toContain("\n");
  expect(stdout).toMatch(/[^\n]\r\n$/);
});

test("lending requests are counted by partner and status, and by no patron's group", async () => {
  const { stdout } = await ask("lending", "--by", "partner,status", "--csv");
  expect(stdout.split(/\r?\n/).slice(0, 2)).toEqual([
    "partner,status,count",
    "Partner 0,completed,100",
  ]);
  const { code, stderr } = await ask("lending", "--by", "userGroup");
  expect(code).toBe(2);
  expect(stderr).toContain("only by month, library, partner, status");
});
