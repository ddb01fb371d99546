import { expect, test } from "vitest";
import { openDatabase } from "#db/client.ts";
import { saveInstitution } from "#db/queries/institution.ts";
import { Refusal } from "#lib/refusal.ts";
import { databaseForEach } from "../../test/database-for-each.ts";
import { anonymizeAfter, makeManyLoans, readCounters, readFacts } from "../../test/many-loans.ts";
import { cases } from "../../test/short-or-long.ts";
import { abortRun } from "./abort.ts";
import { claimBulk, workBulk } from "./bulk.ts";
import { activeStatuses } from "./move-run.ts";
import { prepareRun } from "./prepare.ts";
import { startRun } from "./start.ts";
import { tend } from "./tend.ts";
import { workRun } from "./work-run.ts";

/** Some bulks of them. */
const loans = cases(18_000, 30_000);
/** Of the loans that have ended, those returned more than 60 days ago. */
const days = 60;

const { home, db } = databaseForEach(async ({ pool }) => {
  await makeManyLoans(pool, loans);
  await anonymizeAfter(pool, days);
});

const start = () =>
  db().transaction("lethe_web", (tx) =>
    startRun(tx, { job: "anonymization", submittedVia: "screen" }),
  );
const statusOf = async (id: number) =>
  (
    await home().pool.query<{ status: string }>(
      "SELECT status FROM console.job_runs WHERE id = $1",
      [id],
    )
  ).rows[0]?.status;
const eligible = async () =>
  Number(
    (
      await home().pool.query<{ n: string }>(
        "SELECT count(*) AS n FROM patron.loan_links WHERE ended_on < (now() AT TIME ZONE 'UTC')::date - $1::int",
        [days],
      )
    ).rows[0]?.n,
  );

test("a run cuts just what the rules let go, counts it exactly, and moves no statistic", async () => {
  const before = await readFacts(home().pool);
  const wanted = await eligible();
  const { id } = await start();
  await workRun(db(), id);
  expect(await statusOf(id)).toBe("completed");
  const after = await readFacts(home().pool);
  const counters = await readCounters(home().pool, id);
  expect(counters.records).toBe(wanted);
  expect(before.links - after.links).toBe(wanted);
  expect(before.notes - after.notes).toBe(counters.notes);
  expect(counters.heldBack).toBe(after.links - after.activeLinks);
  expect(after.activeLinks).toBe(before.activeLinks);
  expect(after.statistics).toBe(before.statistics);
  expect(await eligible()).toBe(0);
});

test("a second run finds nothing more, and says so", async () => {
  await workRun(db(), (await start()).id);
  const before = await readFacts(home().pool);
  const { id } = await start();
  await workRun(db(), id);
  expect(await statusOf(id)).toBe("completedWithNoRecords");
  expect(await readFacts(home().pool)).toEqual(before);
});

test("fifty simultaneous starts give one run, and the others are told", async () => {
  const outcomes = await Promise.allSettled(Array.from({ length: 50 }, start));
  const refused = outcomes.filter((outcome) => outcome.status === "rejected");
  expect(refused).toHaveLength(49);
  for (const { reason } of refused) {
    expect(reason).toBeInstanceOf(Refusal);
    expect((reason as Refusal).message).toContain("already running");
  }
  expect((await home().pool.query("SELECT FROM console.job_runs")).rowCount).toBe(1);
});

test("two hands on one run never count a loan twice", async () => {
  const wanted = await eligible();
  const { id } = await start();
  const second = openDatabase(home().url);
  await Promise.all([
    workRun(db(), id, { untilEnded: true }),
    workRun(second, id, { untilEnded: true }),
  ]);
  await second.end();
  expect(await statusOf(id)).toBe("completed");
  expect((await readCounters(home().pool, id)).records).toBe(wanted);
  const { rows } = await home().pool.query(
    "SELECT FROM console.job_bulks WHERE run_id = $1 AND visited <> planned",
    [id],
  );
  expect(rows).toHaveLength(0);
});

test("an aborted run stops before its next batch; what it counted is what is gone", async () => {
  const before = await readFacts(home().pool);
  const { id } = await start();
  const { job, run } = await prepared(id);
  const bulk = await db().transaction("lethe_worker", (tx) => claimBulk(tx, id));
  await workBulk(db(), job, run, bulk!, new AbortController().signal);
  await db().transaction("lethe_web", (tx) => abortRun(tx, id));
  await workRun(db(), id, { untilEnded: true });
  expect(await statusOf(id)).toBe("aborted");
  const after = await readFacts(home().pool);
  expect(before.links - after.links).toBe((await readCounters(home().pool, id)).records);
  expect(before.links - after.links).toBeGreaterThan(0);
  expect(await eligible()).toBeGreaterThan(0);
  await expect(db().transaction("lethe_web", (tx) => abortRun(tx, id))).rejects.toThrow(
    "has ended",
  );
});

test("an aborted run has not ended while a batch of it is at work, however slow", async () => {
  const { id } = await start();
  await prepared(id);
  const bulk = await db().transaction("lethe_worker", (tx) => claimBulk(tx, id));
  await db().transaction("lethe_web", (tx) => abortRun(tx, id));
  await home().pool.query(
    "UPDATE console.job_bulks SET heartbeat_at = now() - interval '1 minute'",
  );
  const batch = await home().pool.connect();
  await batch.query("BEGIN");
  await batch.query("SELECT FROM console.job_bulks WHERE id = $1 FOR UPDATE", [bulk!.id]);
  await workRun(db(), id);
  expect(await statusOf(id)).toBe("aborting");
  await batch.query("COMMIT");
  batch.release();
  await workRun(db(), id);
  expect(await statusOf(id)).toBe("aborted");
});

test("the time zone does not change between a run's day and its start", async () => {
  await db().transaction("lethe_web", async (tx) => {
    await startRun(tx, { job: "anonymization", submittedVia: "screen" });
    const zone = db().transaction("lethe_web", (other) =>
      saveInstitution(other, { name: "Library", timeZone: "Asia/Tokyo", currency: "EUR" }),
    );
    await expect(zone).rejects.toMatchObject({ cause: { code: "55P03" } });
  });
});

/** Makes a run running, with no bulk worked yet. */
const prepared = (id: number) => db().transaction("lethe_worker", (tx) => prepareRun(tx, id));

test("a worker that was replaced while it slept writes nothing", async () => {
  const { id } = await start();
  const { job, run } = await prepared(id);
  const sleeper = await db().transaction("lethe_worker", (tx) => claimBulk(tx, id));
  await home().pool.query(
    "UPDATE console.job_bulks SET heartbeat_at = now() - interval '1 minute' WHERE id = $1",
    [sleeper!.id],
  );
  const successor = await db().transaction("lethe_worker", (tx) => claimBulk(tx, id));
  expect(successor).toMatchObject({ id: sleeper!.id, epoch: sleeper!.epoch + 1 });
  const before = await readFacts(home().pool);
  const end = await workBulk(db(), job, run, sleeper!, new AbortController().signal);
  expect(end).toBe("fenced");
  expect(await readFacts(home().pool)).toEqual(before);
  expect(await readCounters(home().pool, id)).toEqual({});
});

test("rules edited while a run works act on later runs only", async () => {
  const wanted = await eligible();
  const { id } = await start();
  await home().pool.query("DELETE FROM console.anonymization_rules");
  await workRun(db(), id);
  expect((await readCounters(home().pool, id)).records).toBe(wanted);
});

test("a schedule missed ten times is caught up once", async () => {
  await home().pool.query(
    "UPDATE console.schedules SET active = true, next_run_at = now() - interval '10 days' WHERE job = 'anonymization'",
  );
  await Promise.all([tend(db()), tend(db()), tend(db())]);
  await tend(db());
  const { rows } = await home().pool.query("SELECT submitted_via FROM console.job_runs");
  expect(rows).toEqual([{ submitted_via: "schedule" }]);
  const { rows: audit } = await home().pool.query("SELECT actor, action FROM console.audit");
  expect(audit).toEqual([{ actor: "schedule", action: "run.start" }]);
  const { rows: schedules } = await home().pool.query(
    "SELECT next_run_at > now() AS ahead FROM console.schedules WHERE job = 'anonymization'",
  );
  expect(schedules).toEqual([{ ahead: true }]);
});

test("times that are missed for longer than they are caught up are left out, and the audit says so once", async () => {
  await home().pool.query(
    "UPDATE console.schedules SET active = true, next_run_at = now() - interval '10 days', missed_within_hours = 0, every = 'day', weekday = NULL, at = (now() AT TIME ZONE (SELECT time_zone FROM console.institution) - interval '2 hours')::time WHERE job = 'anonymization'",
  );
  await Promise.all([tend(db()), tend(db()), tend(db())]);
  await tend(db());
  expect((await home().pool.query("SELECT FROM console.job_runs")).rowCount).toBe(0);
  const { rows } = await home().pool.query("SELECT actor, action, after FROM console.audit");
  expect(rows).toEqual([
    {
      actor: "schedule",
      action: "schedule.pass",
      after: {
        why: expect.stringMatching(
          /^Due since .+\. A missed time waits for the next\.$/,
        ) as unknown,
      },
    },
  ]);
});

test("a job that cannot start holds back no other that is due", async () => {
  await home().pool.query(
    "UPDATE console.schedules SET active = true, next_run_at = now() - interval '1 hour' WHERE job IN ('anonymization', 'letters-purge')",
  );
  await home().pool.query("ALTER TABLE console.anonymization_rules RENAME TO mislaid");
  await expect(tend(db())).rejects.toThrow("did not start");
  const started = async () =>
    (await home().pool.query<{ job: string }>("SELECT job FROM console.job_runs ORDER BY id")).rows;
  expect(await started()).toEqual([{ job: "letters-purge" }]);
  await home().pool.query("ALTER TABLE console.mislaid RENAME TO anonymization_rules");
  await tend(db());
  expect(await started()).toEqual([{ job: "letters-purge" }, { job: "anonymization" }]);
});

test("a run whose worker died is called interrupted, and goes on where it stood", async () => {
  const wanted = await eligible();
  const { id } = await start();
  await prepared(id);
  await db().transaction("lethe_worker", (tx) => claimBulk(tx, id));
  await home().pool.query(
    "UPDATE console.job_bulks SET heartbeat_at = now() - interval '1 minute' WHERE heartbeat_at IS NOT NULL",
  );
  await home().pool.query(
    "UPDATE console.job_runs SET submitted_at = now() - interval '5 minutes', started_at = now() - interval '5 minutes'",
  );
  await home().pool.query("UPDATE console.job_events SET at = now() - interval '5 minutes'");
  await tend(db());
  expect(await statusOf(id)).toBe("interrupted");
  await workRun(db(), id, { untilEnded: true });
  expect(await statusOf(id)).toBe("completed");
  expect((await readCounters(home().pool, id)).records).toBe(wanted);
});

test("the table of transitions lets no run leave its end", async () => {
  const { rows } = await home().pool.query(
    'SELECT * FROM console.run_transitions WHERE "from"::text <> ALL($1)',
    [activeStatuses],
  );
  expect(rows).toEqual([]);
});

test("the database refuses a move that the table of transitions does not have", async () => {
  const { id } = await start();
  await workRun(db(), id);
  await expect(
    home().pool.query(
      "UPDATE console.job_runs SET status = 'running', ended_at = NULL WHERE id = $1",
      [id],
    ),
  ).rejects.toMatchObject({ constraint: "job_runs_legal_transition" });
});
