import { afterAll, beforeEach, expect, test } from "vitest";
import { testDatabase, type TestDatabase } from "../test/database.ts";
import { diagnose } from "#db/queries/diagnosis.ts";
import { withLogin } from "./connection.ts";
import { lethe, type Ended } from "./testing.ts";

let home: TestDatabase;
beforeEach(async () => {
  await home?.drop();
  home = await testDatabase();
  await home.pool.query(`DO $$ BEGIN
    EXECUTE format('ALTER DATABASE %I SET synchronous_commit = on', current_database());
  END $$; UPDATE queue.queue SET monitor_on = now()`);
});
afterAll(() => home.drop());

const doctor = (env: Record<string, string> = {}) =>
  lethe(["doctor", "--json"], {
    env: { DATABASE_URL: home.url, LETHE_DATA: "/nonexistent", ...env },
  });

/** The tests' own server trades safety for speed; that it is told is held below. */
const others = (problems: string[]) =>
  problems.filter((line) => !/has (fsync|full_page_writes) off/.test(line));
const problemsOf = ({ json }: Ended) => others((json() as { problems: string[] }).problems);

test("nothing is wrong with a migrated database that a worker looks after", async () => {
  expect(problemsOf(await doctor())).toEqual([]);
});

test.each<[string, string, RegExp]>([
  [
    "no worker, and a run that waits",
    `UPDATE queue.queue SET monitor_on = NULL;
    INSERT INTO console.job_runs (job, submitted_via, cut_off, time_zone, frozen) VALUES ('anonymization', 'commandLine', '2026-01-01', 'UTC', '{}')`,
    /^No worker is at work, and a run waits for one/,
  ],
  [
    "an interrupted run",
    `INSERT INTO console.job_runs (job, status, submitted_via, cut_off, time_zone, frozen)
    VALUES ('anonymization', 'interrupted', 'schedule', '2026-01-01', 'UTC', '{}')`,
    /^Run 1 was interrupted/,
  ],
  [
    "a schedule that was missed",
    `UPDATE console.schedules SET active = true, next_run_at = now() - interval '1 day' WHERE job = 'anonymization'`,
    /^The schedule of anonymization is overdue since/,
  ],
  [
    "a zone that the server does not know",
    `UPDATE console.institution SET time_zone = 'Mars/Olympus'`,
    /does not know the time zone Mars\/Olympus/,
  ],
  [
    "statistics that may read patrons",
    `GRANT USAGE ON SCHEMA patron TO lethe_statistics`,
    /^The role lethe_statistics may read patrons/,
  ],
  [
    "a worker that may link",
    `GRANT INSERT ON patron.loan_links TO lethe_worker`,
    /^The role lethe_worker may link a record to a patron/,
  ],
  [
    "planner statistics of names",
    `ALTER TABLE patron.users ALTER last_name SET STATISTICS 100;
    INSERT INTO patron.users (primary_id, last_name) SELECT n, 'Name ' || n % 3 FROM generate_series(1, 20) n; ANALYZE patron.users`,
    /planner's statistics.*users\.last_name/,
  ],
  [
    "values in the log",
    `DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET log_parameter_max_length_on_error = -1', current_database()); END $$`,
    /set log_parameter_max_length_on_error to 0/,
  ],
  [
    "values of refused rows in the log",
    `DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET log_error_verbosity = verbose', current_database()); END $$`,
    /set log_error_verbosity to terse/,
  ],
  [
    "an unsafe commit",
    `DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET synchronous_commit = off', current_database()); END $$`,
    /synchronous_commit off/,
  ],
  [
    "a migration that is missing",
    `DELETE FROM migrations.__drizzle_migrations WHERE created_at = (SELECT max(created_at) FROM migrations.__drizzle_migrations)`,
    /older than this version.*run migrate/,
  ],
])("%s is told", async (_what, change, sentence) => {
  await home.pool.query(change);
  const problems = others(await withLogin(home.url, diagnose));
  expect(problems.filter((line) => sentence.test(line))).toHaveLength(1);
});

test("numbers were seen, and the source key is missing: told, and a failure", async () => {
  await home.pool.query("INSERT INTO record.seen_sources VALUES ('\\x00')");
  const ended = await doctor();
  expect(problemsOf(ended)).toEqual([expect.stringMatching(/^The source key is missing/)]);
  expect(ended.code).toBe(1);
});

test("an address that does not answer is what is wrong", async () => {
  const ended = await doctor({ DATABASE_URL: "postgres://lethe:secret@127.0.0.1:1/lethe" });
  expect(ended.code).toBe(1);
  expect(problemsOf(ended)).toEqual(["No database server answers at 127.0.0.1:1."]);
});
