import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testDatabase, type TestDatabase } from "../test/database.ts";
import { openDatabase, type Database, type Tx } from "./client.ts";
import { sqlState } from "./errors.ts";

let home: TestDatabase;
let db: Database;

beforeAll(async () => {
  home = await testDatabase();
  db = openDatabase(home.url);
});
afterAll(async () => {
  await db.end();
  await home.drop();
});

const sleeping = () =>
  home.pool
    .query(
      "SELECT FROM pg_stat_activity WHERE query LIKE '%pg_sleep%' AND state = 'active' AND pid <> pg_backend_pid()",
    )
    .then(({ rowCount }) => rowCount);

test("a transaction that nobody waits for any more is cancelled in the server, whatever its next statement", async () => {
  const asked = new AbortController();
  const ended = db
    .transaction(
      "lethe_web",
      async (tx) => {
        await tx.execute(sql`SELECT pg_sleep(20)`).catch(() => {});
        await tx.execute(sql`ROLLBACK`);
        await tx.execute(sql`SELECT pg_sleep(20)`);
      },
      { signal: asked.signal },
    )
    .catch((error: unknown) => error);
  await expect.poll(sleeping).toBe(1);
  asked.abort();
  expect(sqlState(await ended)).toBe("57014");
  expect(await sleeping()).toBe(0);
  const again = await db.transaction("lethe_web", (tx) => tx.execute(sql`SELECT 1 AS one`));
  expect(again.rows).toEqual([{ one: 1 }]);
});

test("a transaction whose reader left before it began does nothing", async () => {
  const work = db.transaction("lethe_web", async () => "done", { signal: AbortSignal.abort() });
  await expect(work).rejects.toThrow(/abort/i);
});

test("a transaction that could not begin leaves no connection behind that is half begun", async () => {
  const limits = { statementTimeoutMs: -1 };
  await expect(db.transaction("lethe_web", async () => {}, limits)).rejects.toThrow();
  const role = await db.transaction("lethe_web", (tx) =>
    tx.execute(sql`SELECT current_role AS is`),
  );
  expect(role.rows).toEqual([{ is: "lethe_web" }]);
});

test("long reads leave connections to everybody else, however many are asked for", async () => {
  const asked = new AbortController();
  const limits = { statementTimeoutMs: 300_000, signal: asked.signal };
  const reads = Array.from({ length: 12 }, () =>
    db.transaction("lethe_web", (tx) => tx.execute(sql`SELECT pg_sleep(60)`), limits),
  );
  const ended = Promise.allSettled(reads);
  await expect.poll(sleeping).toBe(4);
  const other = await db.transaction("lethe_web", (tx) => tx.execute(sql`SELECT 1 AS one`));
  expect(other.rows).toEqual([{ one: 1 }]);
  asked.abort();
  expect(new Set((await ended).map(({ status }) => status))).toEqual(new Set(["rejected"]));
  expect(await sleeping()).toBe(0);
});

test("who connected before roles were given works under them once they are", async () => {
  const other = await testDatabase();
  const early = openDatabase(other.url);
  const role = async () => {
    const work = (tx: Tx) => tx.execute<{ is: string }>(sql`SELECT current_role AS is`);
    return (await early.transaction("lethe_web", work)).rows[0]?.is;
  };
  try {
    await other.pool.query("REVOKE USAGE ON SCHEMA console FROM lethe_web");
    expect(await role()).not.toBe("lethe_web");
    await other.pool.query("GRANT USAGE ON SCHEMA console TO lethe_web");
    expect(await role()).toBe("lethe_web");
  } finally {
    await early.end();
    await other.drop();
  }
});
