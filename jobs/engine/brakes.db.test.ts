import { expect, test } from "vitest";
import { openDatabase } from "#db/client.ts";
import { readSchedule } from "#db/queries/schedules.ts";
import { alwaysAllowed } from "#lib/run-limits.ts";
import { jobs } from "../registry.ts";
import { previewAnonymization } from "../anonymize/preview.ts";
import { freshLoans } from "./testing.ts";
import { workRun } from "./work-run.ts";

const fresh = freshLoans();

const preview = () =>
  fresh.db().transaction("lethe_worker", async (tx) => (await previewAnonymization(tx)).confirm);
const limit = (what: string) => fresh.rows(`UPDATE console.run_limits SET ${what}`);
const runToItsEnd = async (more: Parameters<typeof fresh.start>[0]) => {
  const { id } = await fresh.start(more);
  await fresh.work(id);
  return { id, ...(await fresh.run(id)) };
};

test("a job's size is what its preview says", async () => {
  const { id } = await fresh.start();
  const { run } = await fresh.prepare(id);
  const size = await fresh
    .db()
    .transaction("lethe_worker", (tx) => jobs.anonymization!.size(tx, run));
  const { links, notes } = await fresh.facts();
  expect(size).toEqual({ removes: await preview(), total: links + notes });
});

test("a run stops before it goes beyond its preview and the margin, however many hands are on it", async () => {
  const before = await fresh.facts();
  const confirm = Math.floor((await preview()) * 0.7);
  const { id } = await fresh.start({ confirm });
  const second = openDatabase(fresh.url());
  await Promise.all([
    workRun(fresh.db(), id, { untilEnded: true }),
    workRun(second, id, { untilEnded: true }),
  ]);
  await second.end();
  const ended = await fresh.run(id);
  expect(ended).toMatchObject({
    status: "stoppedByBrake",
    expected: confirm,
    ceiling: Math.floor(confirm * 1.05),
  });
  expect(await fresh.rows(`SELECT verdict FROM console.job_runs WHERE id = ${id}`)).toEqual([
    { verdict: "good" },
  ]);
  const after = await fresh.facts();
  const gone = before.links - after.links + before.notes - after.notes;
  expect(ended.removed).toBe(gone);
  expect(gone).toBeLessThanOrEqual(Math.floor(confirm * 1.05));
  expect(gone).toBeGreaterThan(0);
  expect(ended.problem).toContain(`It removed ${gone.toLocaleString("en")},`);
  expect(ended.problem).toContain("start the job by hand with the number that it shows");
  const { records, notes } = await fresh.counters(id);
  expect(records! + notes!).toBe(gone);
  expect(await fresh.tablesOfRuns()).toBe(0);
});

test("what the preview said is done to the last row", async () => {
  const confirm = await preview();
  await limit("margin_percent = 0");
  expect(await runToItsEnd({ confirm })).toMatchObject({ status: "completed", removed: confirm });
  expect(await fresh.eligible()).toBe(0);
});

test("nothing that was not confirmed takes more than the share of all", async () => {
  await limit("share_percent = 25");
  const before = await fresh.facts();
  const braked = await runToItsEnd({});
  expect(braked).toMatchObject({ status: "stoppedByBrake", removed: 0 });
  expect(braked.problem).toMatch(
    /^The run would remove [\d,]+ of [\d,]+ links and notes, which is more than 25 % of all\. Nothing was removed\./,
  );
  expect([await fresh.facts(), await fresh.tablesOfRuns()]).toEqual([before, 0]);
  expect(await runToItsEnd({ confirm: await preview() })).toMatchObject({ status: "completed" });
});

test("501 of 1,000 under a share of 50 % are not touched, 500 are", async () => {
  await fresh.rows("DELETE FROM patron.loan_notes");
  await fresh.rows("DELETE FROM patron.loan_links WHERE loan_id > 1000");
  await returned(0, "true");
  await returned(90, "loan_id <= 501");
  await limit("share_percent = 50");
  expect(await runToItsEnd({})).toMatchObject({ status: "stoppedByBrake", removed: 0 });
  await returned(0, "loan_id = 501");
  expect(await runToItsEnd({})).toMatchObject({ status: "completed", removed: 500 });
});

test("data that grew since a preview that nobody typed stops the run before it begins", async () => {
  const expected = Math.floor((await preview()) / 1.3);
  expect(await runToItsEnd({ expected })).toMatchObject({
    status: "stoppedByBrake",
    removed: 0,
    problem: expect.stringMatching(/its preview said/) as unknown,
  });
});

test("no schedule begins what never ran, nor goes far beyond what ran before", async () => {
  const asScheduled = { submittedVia: "schedule" } as const;
  const first = await runToItsEnd(asScheduled);
  expect(first).toMatchObject({ status: "stoppedByBrake", removed: 0 });
  expect(first.problem).toMatch(/never run to its end/);
  expect(await firstRunByHand()).toBe(true);
  await limit("times_last_runs = 3");
  // A small run by hand, of which the scheduled one is far more than three times as much.
  const small = await runToItsEnd({ asOf: await dayBefore(35) });
  expect(small).toMatchObject({ status: "completed" });
  expect(await firstRunByHand()).toBe(false);
  const second = await runToItsEnd(asScheduled);
  expect(second).toMatchObject({ status: "stoppedByBrake", removed: 0 });
  expect(second.problem).toMatch(/more than 3 times the most/);
  await limit("times_last_runs = 1000");
  expect(await runToItsEnd(asScheduled)).toMatchObject({ status: "completed" });
  expect(await runToItsEnd(asScheduled)).toMatchObject({ status: "completedWithNoRecords" });
});

test.each([
  ["another job has run", "letters-purge", "completed"],
  ["a run of the job was aborted", "anonymization", "aborted"],
])("that %s lets no schedule begin what never ran to its end", async (_what, job, status) => {
  await fresh.rows(
    `INSERT INTO console.job_runs (job, status, submitted_via, started_at, ended_at, cut_off, time_zone, frozen, removed)
     VALUES ($1, $2, 'screen', now(), now(), current_date, 'UTC', '{}', 1000000)`,
    [job, status],
  );
  expect(await firstRunByHand()).toBe(true);
  expect(await runToItsEnd({ submittedVia: "schedule" })).toMatchObject({
    status: "stoppedByBrake",
    problem: expect.stringMatching(/never run to its end/) as unknown,
  });
});

test("whatever the last runs took, a schedule may take 1,000, and not 1,001", async () => {
  await fresh.rows("DELETE FROM patron.loan_notes");
  await fresh.rows("DELETE FROM patron.loan_links WHERE loan_id > 1001");
  await fresh.rows(
    `INSERT INTO console.job_runs (job, status, submitted_via, started_at, ended_at, cut_off, time_zone, frozen, removed)
     VALUES ('anonymization', 'completed', 'screen', now(), now(), current_date, 'UTC', '{}', 1)`,
  );
  await limit("share_percent = 100");
  await returned(90, "true");
  expect(await runToItsEnd({ submittedVia: "schedule" })).toMatchObject({
    status: "stoppedByBrake",
    problem: expect.stringMatching(/1,001 .*more than 3 times the most/) as unknown,
  });
  await returned(0, "loan_id = 1001");
  expect(await runToItsEnd({ submittedVia: "schedule" })).toMatchObject({
    status: "completed",
    removed: alwaysAllowed,
  });
});

test("a schedule may begin with a run that finds nothing", async () => {
  await fresh.rows("UPDATE console.rule_conditions SET number = 5000");
  await fresh.rows("DELETE FROM patron.loan_notes");
  expect(await runToItsEnd({ submittedVia: "schedule" })).toMatchObject({
    status: "completedWithNoRecords",
  });
});

test("the database itself holds the ceiling", async () => {
  const { id } = await fresh.start({ confirm: 10 });
  await fresh.prepare(id);
  await expect(
    fresh.rows(`UPDATE console.job_runs SET removed = 11 WHERE id = ${id}`),
  ).rejects.toMatchObject({ constraint: "job_runs_within_ceiling" });
});

const firstRunByHand = async () =>
  (await fresh.db().transaction("lethe_web", (tx) => readSchedule(tx, "anonymization")))
    .firstRunByHand;

const dayBefore = async (days: number) =>
  (await fresh.rows<{ day: string }>(`SELECT (current_date - ${days})::text AS day`))[0]!.day;

/** Lets the links be of loans that were returned so many days ago. */
const returned = (days: number, which: string) =>
  fresh.rows(`
    WITH links AS (
      UPDATE patron.loan_links SET finished = true,
        (returned_at, ended_at, ended_on) = (SELECT d, d, d::date FROM (VALUES (current_date - ${days} + time '00:00')) AS at (d))
      WHERE ${which} RETURNING loan_id, ended_on
    ) UPDATE record.loans r SET returned_on = l.ended_on, closed_on = NULL, ended_on = l.ended_on FROM links l WHERE r.id = l.loan_id`);
