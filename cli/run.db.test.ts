import type pg from "pg";
import { afterAll, beforeEach, expect, test, vi } from "vitest";
import { copiesOf, type TestDatabase } from "../test/database.ts";
import { insertLoans, makeLibrary } from "../test/library.ts";
import { untilSomebodyWaits } from "../test/waiting.ts";
import { lethe } from "./testing.ts";

const finished = 40;

let home: TestDatabase;
const library = copiesOf(async ({ pool }) => {
  await makeLibrary(pool, 4);
  await insertLoansOnOneConnection(pool);
  await pool.query(`
    UPDATE console.anonymization_families SET records = true, notes = true WHERE family = 'loans';
    INSERT INTO patron.loan_notes (loan_id, text) VALUES (1, 'a note'), (2, 'another');
    WITH rule AS (INSERT INTO console.anonymization_rules (family, position, name, anonymize)
      VALUES ('loans', 1, 'MAIN goes', true) RETURNING id)
    INSERT INTO console.rule_conditions (rule_id, position, parameter, operator, codes)
      SELECT id, 1, 'library', 'in', '{MAIN}' FROM rule`);
});
beforeEach(async () => {
  await home?.drop();
  home = await library();
});
afterAll(() => home.drop());

/** 40 finished loans and one active; every other one is of MAIN. */
async function insertLoansOnOneConnection(pool: pg.Pool) {
  const client = await pool.connect();
  try {
    await client.query("BEGIN");
    await insertLoans(
      client,
      Array.from({ length: finished + 1 }, (_, n) => ({
        id: n + 1,
        userId: 1 + (n % 4),
        loanedOn: "2026-01-05",
        endedOn: n < finished ? "2026-02-05" : null,
        library: n % 2 ? "ARCH" : "MAIN",
        location: "STACKS",
        userGroup: "STUDENT",
        categories: [],
        expiry: null,
        hasOpenFee: false,
      })),
    );
    await client.query("COMMIT");
  } finally {
    client.release();
  }
}

const run = (...args: string[]) => lethe(args, { env: { DATABASE_URL: home.url } });
const links = async () =>
  Number((await home.pool.query("SELECT count(*) FROM patron.loan_links")).rows[0].count);
const runsMade = async () =>
  Number((await home.pool.query("SELECT count(*) FROM console.job_runs")).rows[0].count);
const error = ({ json }: { json(): unknown }) => (json() as { error: string }).error;

test("a preview counts and changes nothing; a run does exactly that; its report says so", async () => {
  const preview = await run("preview", "anonymization", "--json");
  expect(preview.json()).toMatchObject({
    confirm: 21,
    families: {
      loans: {
        records: 20,
        notes: 1,
        byRule: [{ rule: "MAIN goes", records: 20 }],
        heldBack: [{ reason: "Kept by the default rule", records: 20 }],
        active: 1,
      },
      fees: { records: 0 },
    },
  });
  expect(await links()).toBe(41);
  const before = (
    await run("statistics", "loans", "--by", "month,library,userGroup", "--json")
  ).json();
  const ran = await run("run", "anonymization", "--wait", "--yes", "--confirm", "21", "--json");
  expect(ran.code).toBe(0);
  const none = { records: 0, notes: 0 };
  expect(ran.json()).toEqual({
    id: 1,
    job: "anonymization",
    status: "completed",
    cutOff: expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/) as unknown,
    families: {
      loans: { records: 20, notes: 1 },
      fees: none,
      requests: none,
      borrowingRequests: none,
    },
    seconds: expect.any(Number) as unknown,
  });
  expect(await links()).toBe(21);
  const report = await run("runs", "1", "--json");
  expect(report.json()).toMatchObject({
    id: 1,
    status: "completed",
    submittedVia: "commandLine",
    families: { loans: { records: 20, notes: 1 } },
  });
  expect((await run("runs")).stdout).toMatch(/Completed successfully/);
  const after = (
    await run("statistics", "loans", "--by", "month,library,userGroup", "--json")
  ).json();
  expect(after).toEqual(before);
  expect(after).toMatchObject({
    by: ["month", "library", "userGroup"],
    rows: [
      { month: "2026-01", library: "ARCH", userGroup: "STUDENT", count: 20 },
      { month: "2026-01", library: "MAIN", userGroup: "STUDENT", count: 21 },
    ],
  });
});

test.each<[string, string[], RegExp]>([
  ["nobody at a terminal and no --yes", [], /add --yes/],
  ["a number that is not the preview's", ["--yes", "--confirm", "20"], /says 21, not 20/],
  ["a number alone, where nobody sits at a terminal", ["--confirm", "21"], /add --yes/],
  ["a day to come, on a library that is no demo", ["--yes", "--as-of", "2999-01-01"], /future/],
])("%s: nothing is started", async (_what, options, sentence) => {
  const ended = await run("run", "anonymization", "--wait", "--json", ...options);
  expect(ended.code).toBe(1);
  expect(error(ended)).toMatch(sentence);
  expect(await links()).toBe(41);
  expect(await runsMade()).toBe(0);
});

test("a demo is run as of a day to come", async () => {
  await home.pool.query("UPDATE console.institution SET is_demo = true");
  const ended = await run(
    "run",
    "anonymization",
    "--wait",
    "--yes",
    "--as-of",
    "2999-01-01",
    "--json",
  );
  expect(ended.json()).toMatchObject({ status: "completed", cutOff: "2999-01-01" });
});

test("without --wait a run is queued; a second is refused; abort ends it", async () => {
  const queued = await run("run", "anonymization", "--yes", "--json");
  expect(queued.json()).toMatchObject({ id: 1, status: "queued" });
  const second = await run("run", "anonymization", "--yes", "--json");
  expect(second.code).toBe(1);
  expect(error(second)).toMatch(/already running/);
  const aborted = await run("abort", "1", "--json");
  expect(aborted).toMatchObject({ code: 0 });
  expect(aborted.json()).toEqual({ id: 1, status: "aborted" });
  const late = await run("abort", "1", "--json");
  expect(late.code).toBe(1);
  expect(error(late)).toMatch(/has ended/);
  expect(await links()).toBe(41);
  const { rows } = await home.pool.query("SELECT actor, action FROM console.audit ORDER BY id");
  expect(rows).toEqual([
    { actor: "operator", action: "run.start" },
    { actor: "operator", action: "run.abort" },
  ]);
});

test("a run waits until it is resumed, and goes on where it stood", async () => {
  await run("run", "anonymization", "--yes", "--json");
  expect((await run("pause", "1", "--json")).json()).toEqual({ id: 1, status: "paused" });
  expect(error(await run("pause", "1", "--json"))).toMatch(/paused already/);
  expect((await run("resume", "1", "--json")).json()).toEqual({ id: 1, status: "queued" });
  expect(error(await run("resume", "1", "--json"))).toMatch(/not paused/);
});

test("who waits for a run that somebody pauses is told once how it goes on, and may leave", async () => {
  const holder = await home.pool.connect();
  await holder.query("BEGIN");
  await holder.query("SELECT FROM patron.loan_links FOR UPDATE");
  let left = false;
  const waiting = lethe(["run", "anonymization", "--wait", "--yes", "--json"], {
    env: { DATABASE_URL: home.url },
    onProse: (text, kill) => {
      if (left || !text.includes("is paused")) return;
      left = true;
      kill("SIGINT");
    },
  });
  await untilSomebodyWaits(home.pool);
  await home.pool.query("UPDATE console.job_runs SET status = 'paused'");
  await holder.query("COMMIT");
  holder.release();
  const { code, stderr, json } = await waiting;
  expect(stderr.match(/Run 1 is paused\. `resume 1` lets it go on/g)).toHaveLength(1);
  expect([code, json()]).toEqual([1, expect.objectContaining({ id: 1, status: "paused" })]);
});

test("a run of which a batch is at work is only pausing", async () => {
  await run("run", "anonymization", "--yes", "--json");
  await home.pool.query("UPDATE console.job_runs SET status = 'running', started_at = now()");
  await home.pool.query(
    `INSERT INTO console.job_bulks (run_id, part, low, high, cursor, planned, status, heartbeat_at)
     VALUES (1, 'loans', 1, 41, 0, 40, 'working', now() + interval '1 minute')`,
  );
  expect((await run("pause", "1")).stdout).toContain("Run 1 is pausing");
});

test("--yes alone waives no brake; the number does", async () => {
  await home.pool.query("UPDATE console.run_limits SET share_percent = 25");
  const braked = await run("run", "anonymization", "--wait", "--yes", "--json");
  expect(braked.code).toBe(1);
  expect(braked.json()).toMatchObject({
    status: "stoppedByBrake",
    problem: expect.stringMatching(/remove 21 of 43 links and notes.*25 %/) as unknown,
  });
  expect(await links()).toBe(41);
  const confirmed = await run("run", "anonymization", "--wait", "--yes", "--confirm", "21");
  expect(confirmed.code).toBe(0);
  expect(await links()).toBe(21);
});

test("a run that is worked here keeps out of the library's hours, too", async () => {
  await home.pool.query(`UPDATE console.run_limits SET
    rest_from = (now() AT TIME ZONE 'UTC')::time - interval '1 hour', rest_until = (now() AT TIME ZONE 'UTC')::time + interval '1 hour'`);
  const ended = run("run", "anonymization", "--wait", "--yes", "--confirm", "21", "--json");
  const waits = "SELECT FROM console.job_runs WHERE waits_for LIKE 'the library''s hours%'";
  await vi.waitUntil(async () => (await home.pool.query(waits)).rowCount, { timeout: 30_000 });
  expect(await links()).toBe(41);
  await home.pool.query("UPDATE console.run_limits SET rest_from = NULL, rest_until = NULL");
  expect((await ended).json()).toMatchObject({ status: "completed" });
  expect((await ended).stderr.match(/waits for the library's hours/g)).toHaveLength(1);
  expect(await links()).toBe(21);
});

test("a run that needs a second person is a proposal, which its asker can take back", async () => {
  await home.pool.query("UPDATE console.run_limits SET approval_above = 20");
  const asked = await run("run", "anonymization", "--wait", "--yes", "--confirm", "21", "--json");
  expect(asked.code).toBe(1);
  expect(asked.json()).toMatchObject({ proposal: 1, status: "waitsForApproval" });
  expect((await run("proposals", "--json")).json()).toMatchObject({
    proposals: [{ id: 1, job: "anonymization", expected: 21, decision: null }],
  });
  expect((await run("proposals")).stdout).toContain("remove 21 links and notes");
  expect((await run("proposals", "decline", "1")).code).toBe(0);
  expect((await run("proposals", "--json")).json()).toEqual({ proposals: [] });
  expect([await runsMade(), await links()]).toEqual([0, 41]);
});

test.each(["running", "aborting"])("a %s run is aborted though its worker died", async (status) => {
  await run("run", "anonymization", "--yes", "--json");
  await home.pool.query("UPDATE console.job_runs SET status = $1, started_at = now()", [status]);
  await home.pool.query(
    `INSERT INTO console.job_bulks (run_id, part, low, high, cursor, planned, status, heartbeat_at)
     VALUES (1, 'loans', 1, 41, 0, 40, 'working', now() - interval '12 seconds')`,
  );
  expect((await run("abort", "1", "--json")).json()).toEqual({ id: 1, status: "aborted" });
  expect(await links()).toBe(41);
});

test("what does not exist is refused in a sentence", async () => {
  const [noRun, none] = await Promise.all([
    run("runs", "99", "--json"),
    run("pause", "99", "--json"),
  ]);
  expect([noRun.code, none.code]).toEqual([1, 1]);
  expect(error(noRun)).toBe("There is no run 99.");
  expect(error(none)).toBe("There is no run 99.");
});
