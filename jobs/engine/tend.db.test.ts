import { expect, test } from "vitest";
import { abortRun } from "./abort.ts";
import { claimBulk } from "./bulk.ts";
import { pauseRun } from "./pause.ts";
import { tend } from "./tend.ts";
import { freshLoans } from "./testing.ts";

const fresh = freshLoans(2_000);
const asWeb = (ask: typeof pauseRun, id: number) =>
  fresh.db().transaction("lethe_web", (tx) => ask(tx, id));
/** As if nobody had touched a run for so long. */
const longAgo = () =>
  fresh.rows(`
    UPDATE console.job_runs SET submitted_at = submitted_at - interval '1 minute', started_at = started_at - interval '1 minute';
    UPDATE console.job_bulks SET heartbeat_at = heartbeat_at - interval '1 minute' WHERE heartbeat_at IS NOT NULL;
    UPDATE console.job_events SET at = at - interval '1 minute'`);
const calls = () =>
  fresh.number("SELECT count(*) FROM queue.job WHERE name = 'runs' AND state < 'active'");
const saysThatItWaits = async (id: number) =>
  (await fresh.events(id)).filter((event) => event === "Waiting for a worker.").length;

test("a run that waits while every worker is busy calls once, and says so once an hour", async () => {
  const { id } = await fresh.start();
  await fresh.rows("DELETE FROM queue.job");
  for (let minutes = 0; minutes < 30; minutes += 1) {
    await longAgo();
    await tend(fresh.db());
  }
  expect([await calls(), await saysThatItWaits(id)]).toEqual([1, 1]);
  await fresh.rows("DELETE FROM queue.job");
  for (let hour = 0; hour < 60; hour += 1) await longAgo();
  await tend(fresh.db());
  expect([await calls(), await saysThatItWaits(id)]).toEqual([1, 2]);
});

test.each(["queued", "paused"])(
  "a run that was %s is ended when it is aborted, though no worker is free",
  async (status) => {
    const { id } = await fresh.start();
    if (status === "paused") {
      await fresh.prepare(id);
      await asWeb(pauseRun, id);
    }
    await asWeb(abortRun, id);
    await longAgo();
    await tend(fresh.db());
    expect(await fresh.status(id)).toBe("aborted");
  },
);

test("a run is not taken for interrupted while a batch of it takes longer than a lease", async () => {
  const { id } = await fresh.start();
  await fresh.prepare(id);
  const bulk = await fresh.db().transaction("lethe_worker", (tx) => claimBulk(tx, id));
  const batch = await fresh.pool().connect();
  await longAgo();
  await batch.query(`BEGIN; SELECT FROM console.job_bulks WHERE id = ${bulk?.id} FOR UPDATE`);
  await tend(fresh.db());
  expect(await fresh.status(id)).toBe("running");
  await batch.query("ROLLBACK");
  batch.release();
  await tend(fresh.db());
  expect(await fresh.status(id)).toBe("interrupted");
});

test("one that somebody is at work on is not: its hand ends it", async () => {
  const { id } = await fresh.start();
  await fresh.prepare(id);
  await fresh.db().transaction("lethe_worker", (tx) => claimBulk(tx, id));
  await asWeb(abortRun, id);
  await longAgo();
  await fresh.rows("UPDATE console.job_bulks SET heartbeat_at = now()");
  await tend(fresh.db());
  expect(await fresh.status(id)).toBe("aborting");
});

const aSession = `WITH made AS (INSERT INTO console.staff (id, name, email) VALUES ('anna', 'Anna', 'a@example.org') RETURNING id)
  INSERT INTO console.staff_sessions (id, token, user_id, expires_at) SELECT 's', 't', id, now() + interval '1 hour' FROM made`;
const anEndedRun = `INSERT INTO console.job_runs (job, status, submitted_via, submitted_at, started_at, ended_at, cut_off, time_zone, frozen)
  SELECT 'anonymization', 'completed', 'screen', now(), now(), now(), current_date, 'UTC', '{}'`;

const aProposal = `INSERT INTO console.run_proposals (job, submitted_via, cut_off, time_zone, frozen, expected, hash, expires_at, decision, decided_at)
  SELECT 'anonymization', 'screen', current_date, 'UTC', '{}', 5, '', now()`;

test.each([
  ["job_runs", "ended_at", ["364 days", "367 days"], anEndedRun],
  ["run_proposals", "decided_at", ["364 days", "367 days"], `${aProposal}, 'refused', now()`],
  ["run_proposals", "expires_at", ["364 days", "367 days"], `${aProposal}, NULL, NULL`],
  [
    "set_aside_rows",
    "at",
    ["6 days", "8 days"],
    `WITH run AS (${anEndedRun} RETURNING id)
     INSERT INTO patron.set_aside_rows (run_id, part, key, code) SELECT id, 'loans', 1, '22012' FROM run`,
  ],
  [
    "set_uploads",
    "created_at",
    ["6 days", "8 days"],
    `WITH made AS (INSERT INTO patron.sets (name, private, kind) VALUES ('Some', false, 'itemized') RETURNING id)
     INSERT INTO patron.set_uploads (set_id, added, already_members, not_found, duplicates)
     SELECT id, 0, 0, 1, 0 FROM made`,
  ],
  [
    "user_searches",
    "created_at",
    ["23 hours", "25 hours"],
    `WITH made AS (INSERT INTO console.staff (id, name, email) VALUES ('anna', 'Anna', 'a@example.org') RETURNING id)
     INSERT INTO patron.user_searches (staff_id, search) SELECT id, '{}' FROM made`,
  ],
  ["staff_sessions", "updated_at", ["29 minutes", "31 minutes"], aSession],
  ["staff_sessions", "expires_at", ["-1 minute", "1 minute"], aSession],
] as const)(
  "%s are kept for their time by %s, and no longer",
  async (name, moment, ages, insert) => {
    await fresh.rows(insert);
    const table = `${/^(job|run|staff)_/.test(name) ? "console" : "patron"}.${name}`;
    const left = [];
    for (const age of ages) {
      await fresh.rows(`UPDATE ${table} SET ${moment} = now() - interval '${age}'`);
      await tend(fresh.db());
      left.push(await fresh.number(`SELECT count(*) FROM ${table}`));
    }
    expect(left).toEqual([1, 0]);
  },
);

test("what was approved is kept as long as its run, and its purge job loses neither", async () => {
  await fresh.rows(`WITH run AS (${anEndedRun} RETURNING id),
    asked AS (${aProposal}, 'approved', now() RETURNING id)
    INSERT INTO console.purge_jobs (record_type, proposal_id) SELECT 'public', id FROM asked`);
  await fresh.rows("UPDATE console.run_proposals SET run_id = (SELECT id FROM console.job_runs)");
  const left = async () =>
    fresh.rows(`SELECT (SELECT count(*)::int FROM console.run_proposals) AS proposals,
      (SELECT count(*)::int FROM console.purge_jobs) AS "purgeJobs"`);
  await fresh.rows("UPDATE console.run_proposals SET decided_at = now() - interval '2 years'");
  await tend(fresh.db());
  expect(await left()).toEqual([{ proposals: 1, purgeJobs: 1 }]);
  await fresh.rows("UPDATE console.job_runs SET ended_at = now() - interval '2 years'");
  await tend(fresh.db());
  expect(await left()).toEqual([{ proposals: 0, purgeJobs: 1 }]);
});

test("a bad verdict that nobody has looked at outlives the year", async () => {
  await fresh.rows(`INSERT INTO console.job_runs (job, status, submitted_via, submitted_at, started_at, ended_at, cut_off, time_zone, frozen, verdict, verdict_checks)
    SELECT 'anonymization', 'completedWithWarnings', 'screen', at, at, at, current_date, 'UTC', '{}', 'bad', '[]'
    FROM (SELECT now() - interval '2 years') AS past (at)`);
  const runs = () => fresh.number("SELECT count(*) FROM console.job_runs");
  await tend(fresh.db());
  expect(await runs()).toBe(1);
  await expect(fresh.start()).rejects.toThrow("the verifier disagrees");
  await fresh.rows("UPDATE console.job_runs SET verdict_acknowledged_at = now()");
  await tend(fresh.db());
  expect(await runs()).toBe(0);
});
