import { afterAll, beforeAll, expect, test } from "vitest";
import { openDatabase, type Database } from "#db/client.ts";
import { testDatabase, type TestDatabase } from "../../test/database.ts";
import { lastRuns, listRuns, readRun, runsPerPage, type RunFilter } from "./job-runs.ts";

let test_: TestDatabase;
let db: Database;
const ended = 120;

/** 120 runs that ended, an hour apart, and one that runs. Staff asked for every second one. */
beforeAll(async () => {
  test_ = await testDatabase();
  await test_.pool.query(`
    UPDATE console.institution SET time_zone = 'Europe/Zurich';
    INSERT INTO console.staff (id, name, email) VALUES ('s1', 'Ada Admin', 'ada@example.org');
    INSERT INTO console.job_runs (job, status, submitted_via, staff_id, submitted_at, started_at, ended_at, cut_off, time_zone, frozen)
      SELECT 'anonymization', (CASE WHEN n % 10 = 0 THEN 'aborted' ELSE 'completed' END)::console.run_status,
        'screen', CASE WHEN n % 2 = 0 THEN 's1' END, at, at + interval '1 second', at + interval '11 seconds', '2026-01-01', 'Europe/Zurich', '{"families":{}}'
      FROM (SELECT n, timestamptz '2026-01-01 22:30Z' + n * interval '1 hour' AS at FROM generate_series(1, ${ended}) n) AS runs ORDER BY n;
    INSERT INTO console.job_runs (job, status, submitted_via, started_at, cut_off, time_zone, frozen)
      VALUES ('anonymization', 'running', 'schedule', now() - interval '10 seconds', '2026-02-01', 'Europe/Zurich', '{"families":{}}');
    INSERT INTO console.job_bulks (run_id, part, low, high, cursor, planned, visited, batches, status) VALUES
      (${ended + 1}, 'loans', 1, 100, 100, 90, 90, 3, 'done'), (${ended + 1}, 'loans', 101, 200, 120, 80, 15, 1, 'working'),
      (${ended + 1}, 'fees', 1, 50, 0, 40, 0, 0, 'waiting');
    INSERT INTO console.job_counters VALUES (${ended + 1}, 'loans', 'records', '30 days', 60), (${ended + 1}, 'loans', 'records', 'Default rule', 5),
      (${ended + 1}, 'loans', 'heldBack', 'No end date', 40), (${ended + 1}, 'loans', 'notes', '', 7);
    INSERT INTO console.job_events (run_id, message) SELECT ${ended + 1}, 'Event ' || n FROM generate_series(1, 3) n`);
  db = openDatabase(test_.url);
});

afterAll(async () => {
  await db.end();
  await test_.drop();
});

const list = (filter: RunFilter, before?: number) =>
  db.transaction("lethe_web", (tx) => listRuns(tx, filter, before));

test("pages by key show every run once, newest first", async () => {
  const seen: number[] = [];
  let before: number | undefined;
  do {
    const { runs, next } = await list({ active: false }, before);
    expect(runs.length).toBeLessThanOrEqual(runsPerPage);
    seen.push(...runs.map(({ id }) => id));
    before = next ?? undefined;
  } while (before !== undefined);
  expect(seen).toEqual(Array.from({ length: ended }, (_, index) => ended - index));
});

test("a page that is exactly full has no next one", async () => {
  const { runs, next } = await list({ active: false }, runsPerPage + 1);
  expect([runs.length, next]).toEqual([runsPerPage, null]);
});

test("active runs are those that have not ended", async () => {
  const { runs } = await list({ active: true });
  expect(runs.map(({ id, isActive }) => [id, isActive])).toEqual([[ended + 1, true]]);
});

test("current are the active ones and those that ended a moment ago", async () => {
  await test_.pool.query(
    `UPDATE console.job_runs SET ended_at = now() - interval '5 seconds' WHERE id = 5`,
  );
  const { runs } = await list({ current: true });
  await test_.pool.query(
    `UPDATE console.job_runs SET ended_at = started_at + interval '10 seconds' WHERE id = 5`,
  );
  expect(runs.map(({ id }) => id)).toEqual([ended + 1, 5]);
});

test("filters narrow by status and job, and never widen", async () => {
  const { runs } = await list({ status: "aborted" });
  expect(runs).toHaveLength(12);
  expect((await list({ status: "failed" })).runs).toEqual([]);
  expect((await list({ job: "letters-purge" })).runs).toEqual([]);
});

test("days are days in the institution's zone", async () => {
  const { runs } = await list({ from: "2026-01-02", to: "2026-01-02" });
  // 23:30 UTC on the 1st is 00:30 on the 2nd in Zurich: the first run is in, with the 23 after it.
  expect(runs.map(({ id }) => id).sort((a, b) => a - b)).toEqual(
    Array.from({ length: 24 }, (_, index) => index + 1),
  );
});

test("a run's line adds up its bulks and counters, and says who asked", async () => {
  const [running] = (await list({ active: true })).runs;
  expect(running).toMatchObject({
    submittedBy: null,
    submittedVia: "schedule",
    planned: 210,
    visited: 105,
    batches: 4,
    records: 65,
    notes: 7,
    heldBack: 40,
  });
  expect(running?.seconds).toBeGreaterThan(9);
  const [latest] = (await list({ active: false })).runs;
  expect(latest).toMatchObject({ submittedBy: "Ada Admin", seconds: 10 });
});

test("a report has the parts, counters and events of its own run, the family's order first", async () => {
  const run = await db.transaction("lethe_web", (tx) => readRun(tx, ended + 1));
  expect(run?.parts).toEqual([
    { part: "loans", bulks: 2, done: 1, planned: 170, visited: 105, batches: 4 },
    { part: "fees", bulks: 1, done: 0, planned: 40, visited: 0, batches: 0 },
  ]);
  expect(run?.counters.map(({ measure, label, count }) => [measure, label, count])).toEqual([
    ["heldBack", "No end date", 40],
    ["notes", "", 7],
    ["records", "30 days", 60],
    ["records", "Default rule", 5],
  ]);
  expect(run?.events.map(({ message }) => message)).toEqual(["Event 1", "Event 2", "Event 3"]);
  expect(run?.frozen).toEqual({ families: {} });
});

test("a run that never was is null", async () => {
  expect(await db.transaction("lethe_web", (tx) => readRun(tx, 999))).toBeNull();
});

test("the last run of a job is the last that ended", async () => {
  const runs = await db.transaction("lethe_web", lastRuns);
  expect(runs.map(({ id }) => id)).toEqual([ended]);
});
