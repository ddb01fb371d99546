import { afterAll, beforeAll, expect, test } from "vitest";
import { openDatabase, type Database } from "../client.ts";
import { testDatabase, type TestDatabase } from "../../test/database.ts";
import { longestErasure, readErasure } from "./erasure.ts";
import { readRun } from "./job-runs.ts";

let home: TestDatabase;
let db: Database;
beforeAll(async () => {
  home = await testDatabase();
  db = openDatabase(home.url);
  for (const removed of [5, 0, 7])
    await home.pool.query(
      `INSERT INTO console.job_runs (job, status, submitted_via, cut_off, time_zone, frozen)
         VALUES ('anonymization', 'running', 'screen', current_date, 'UTC', '{}');
       UPDATE console.job_runs SET removed = ${removed}, status = 'completed', ended_at = now() - interval '25 hours' WHERE ended_at IS NULL`,
    );
});
afterAll(async () => {
  await db.end();
  await home.drop();
});

const asWeb = <T>(work: Parameters<typeof db.transaction<T>>[1]) =>
  db.transaction("lethe_web", work);

test("a run that removed something owes its erasure from its end on, and another none", async () => {
  expect(await asWeb((tx) => readErasure(tx, 1))).toEqual({
    erasedAt: null,
    logsRecycledAt: null,
    logsUnseen: null,
    waits: null,
    backupsEndOn: null,
  });
  expect((await asWeb((tx) => readRun(tx, 2)))?.erasure).toBeNull();
});

test("the one that waits longest is told with how many there are, until none waits for a day", async () => {
  expect(await asWeb(longestErasure)).toEqual({
    id: 1,
    job: "anonymization",
    runs: 2,
    waits: null,
  });
  await home.pool.query(
    "UPDATE console.run_erasures SET erased_at = '2026-11-03T23:30Z', erased_lsn = '0/1'",
  );
  expect(await asWeb(longestErasure)).toBeNull();
});

test("backups end so many of the institution's days after the erasure", async () => {
  await home.pool.query(
    "UPDATE console.run_limits SET backup_days = 30; UPDATE console.institution SET time_zone = 'Europe/Zurich'",
  );
  expect((await asWeb((tx) => readRun(tx, 3)))?.erasure).toMatchObject({
    erasedAt: "2026-11-03T23:30:00.000Z",
    backupsEndOn: "2026-12-04",
  });
});

test("a run that is forgotten after a year takes its erasure along", async () => {
  await db.transaction("lethe_worker", (tx) => tx.execute("DELETE FROM console.job_runs"));
  expect((await home.pool.query("SELECT FROM console.run_erasures")).rowCount).toBe(0);
});
