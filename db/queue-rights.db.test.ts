import { sql } from "drizzle-orm";
import { fromDrizzle } from "pg-boss";
import { afterAll, beforeAll, expect, test } from "vitest";
import { attemptAs, refused, tablesIn } from "../test/attempt.ts";
import { testDatabase, type TestDatabase } from "../test/database.ts";
import { openDatabase, type Database } from "./client.ts";
import { bossOn, callsWaiting, runQueue, sendImport, sendRun } from "./queue.ts";

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

const attempt = (role: string, statement: string) => attemptAs(home.pool, role, statement);

test.each([
  // What pg-boss runs as the login that migrates.
  "INSERT INTO queue.bam (name, version, status, table_name, command) VALUES ('x', 1, 'pending', 'job_common', 'SELECT 1')",
  "UPDATE queue.bam SET command = 'SELECT 1'",
  // What goes into a worker's SQL as it stands.
  "UPDATE queue.queue SET table_name = 'job_common; SELECT 1'",
  "INSERT INTO queue.queue (name, policy, table_name) VALUES ('x', 'standard', 'x')",
  "SELECT queue.create_queue('x', '{}')",
  "SELECT queue.job_table_run('SELECT 1')",
])("neither the web nor a worker may: %s", async (statement) => {
  for (const role of ["lethe_web", "lethe_worker"])
    expect([role, await attempt(role, statement)]).toEqual([role, refused]);
});

test("the web calls for work, and takes no call back", async () => {
  await db.transaction("lethe_web", async (tx) => {
    await sendRun(tx, 1, 2);
    expect(await callsWaiting(tx, 1)).toBe(2);
    await sendImport(tx, "00000000-0000-0000-0000-000000000000");
  });
  expect((await home.pool.query("SELECT FROM queue.job")).rowCount).toBe(3);
  for (const statement of ["UPDATE queue.job SET data = '{}'", "DELETE FROM queue.job"])
    expect([statement, await attempt("lethe_web", statement)]).toEqual([statement, refused]);
  await home.pool.query("DELETE FROM queue.job");
});

test("an import and statistics have nothing to do with the queue", async () => {
  for (const role of ["lethe_import", "lethe_statistics"]) {
    for (const table of await tablesIn(home.pool, "queue"))
      expect(await attempt(role, `SELECT FROM ${table}`)).toBe(refused);
  }
});

test("a worker supervises, answers, fails, tries again and leaves, and is refused nothing", async () => {
  const refusals: unknown[] = [];
  const boss = bossOn(
    {
      executeSql: (text: string, values?: unknown[]) =>
        db.transaction("lethe_worker", (tx) => fromDrizzle(tx, sql).executeSql(text, values)),
    },
    { supervise: true },
  );
  boss.on("error", (error) => refusals.push(error));
  await boss.start();
  await boss.supervise();
  await db.transaction("lethe_worker", (tx) => sendRun(tx, 1));
  // The first call is failed by who took it, the second by supervision: nobody was heard of for too long.
  let calls = 0;
  await boss.work(runQueue, { pollingIntervalSeconds: 0.5 }, async () => {
    calls += 1;
    if (calls === 1) throw new Error("not this time");
    if (calls > 2) return;
    await home.pool.query("UPDATE queue.job SET heartbeat_on = now() - interval '1 hour'");
    await home.pool.query("UPDATE queue.queue SET monitor_on = NULL, monitor_claim_on = NULL");
    await boss.supervise();
  });
  const states = async () => (await home.pool.query("SELECT state FROM queue.job")).rows;
  await expect.poll(states, { timeout: 30_000 }).toEqual([{ state: "completed" }]);
  expect(calls).toBe(3);
  await boss.supervise();
  await boss.stop({ graceful: true, timeout: 1_000 });
  expect(refusals).toEqual([]);
});
