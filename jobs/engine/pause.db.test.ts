import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { readRun } from "#db/queries/job-runs.ts";
import { Refusal } from "#lib/refusal.ts";
import { abortRun } from "./abort.ts";
import { claimBulk, workBulk } from "./bulk.ts";
import { pauseRun, resumeRun } from "./pause.ts";
import { freshLoans } from "./testing.ts";
import { tend } from "./tend.ts";
import { release } from "./work-batch.ts";

const fresh = freshLoans();
const pause = (id: number) => fresh.db().transaction("lethe_web", (tx) => pauseRun(tx, id));
const resume = (id: number) => fresh.db().transaction("lethe_web", (tx) => resumeRun(tx, id));
const abort = (id: number) => fresh.db().transaction("lethe_web", (tx) => abortRun(tx, id));
const claim = (id: number) => fresh.db().transaction("lethe_worker", (tx) => claimBulk(tx, id));

test("a paused run begins no further batch, and goes on where it stood", async () => {
  const wanted = await fresh.eligible();
  const { id } = await fresh.start();
  const { job, run } = await fresh.prepare(id);
  const bulk = await claim(id);
  await workBulk(fresh.db(), job, run, bulk!, new AbortController().signal);
  await pause(id);
  const paused = await fresh.facts();
  await fresh.work(id);
  expect(await fresh.status(id)).toBe("paused");
  expect(await fresh.facts()).toEqual(paused);
  expect(await fresh.eligible()).toBeGreaterThan(0);
  await resume(id);
  await fresh.work(id);
  expect(await fresh.status(id)).toBe("completed");
  expect((await fresh.counters(id)).records).toBe(wanted);
});

test("a batch at work is committed, and until then the run is only pausing", async () => {
  const { id } = await fresh.start();
  await fresh.prepare(id);
  const bulk = await claim(id);
  await pause(id);
  const isPausing = async () =>
    (await fresh.db().transaction("lethe_web", (tx) => readRun(tx, id)))?.isPausing;
  expect(await isPausing()).toBe(true);
  await fresh.db().transaction("lethe_worker", (tx) => release(tx, bulk!));
  expect(await isPausing()).toBe(false);
});

test("what a run stands still is no part of the time it worked", async () => {
  const { id } = await fresh.start();
  await fresh.prepare(id);
  const times = async () => {
    const run = await fresh.db().transaction("lethe_web", (tx) => readRun(tx, id));
    return { lasted: run!.seconds!, worked: run!.workedSeconds! };
  };
  await pause(id);
  // As if that had been eight hours ago, and its start a minute before.
  await fresh.rows(`UPDATE console.job_runs SET idle_since = now() - interval '8 hours',
    started_at = now() - interval '8 hours 1 minute'`);
  expect((await times()).worked).toBeCloseTo(60, 0);
  await resume(id);
  await fresh.work(id);
  const { lasted, worked } = await times();
  expect(await fresh.status(id)).toBe("completed");
  expect(lasted - worked).toBeCloseTo(8 * 3_600, -1);
});

test("a run that was never started waits in the queue again", async () => {
  const { id } = await fresh.start();
  await pause(id);
  await fresh.work(id);
  expect(await fresh.status(id)).toBe("paused");
  await resume(id);
  expect(await fresh.status(id)).toBe("queued");
  await fresh.work(id);
  expect(await fresh.status(id)).toBe("completed");
});

test("of two who pause one acts, and the other is told", async () => {
  const { id } = await fresh.start();
  const outcomes = await Promise.allSettled([pause(id), pause(id)]);
  const refused = outcomes.filter((outcome) => outcome.status === "rejected");
  expect(refused).toHaveLength(1);
  expect(refused[0]!.reason).toBeInstanceOf(Refusal);
  expect((refused[0]!.reason as Refusal).message).toBe("This run is paused already.");
});

test("a paused run can be aborted, and then neither paused nor resumed", async () => {
  const { id } = await fresh.start();
  await fresh.prepare(id);
  await pause(id);
  await abort(id);
  await expect(pause(id)).rejects.toThrow("cannot be paused any more");
  await expect(resume(id)).rejects.toThrow("not paused");
  await fresh.work(id);
  expect(await fresh.status(id)).toBe("aborted");
  await expect(pause(id)).rejects.toThrow("has ended");
  await expect(resume(id)).rejects.toThrow("has ended");
});

test("whenever a pause meets the end of a run, nothing is lost and nothing is counted twice", async () => {
  const wanted = await fresh.eligible();
  const { id } = await fresh.start();
  let refusals = 0;
  while ((await fresh.status(id)) !== "completed") {
    const asking = sleep(Math.random() * 400).then(() => pause(id));
    const [, asked] = await Promise.allSettled([fresh.work(id), asking]);
    if (asked.status === "rejected") {
      expect(asked.reason).toBeInstanceOf(Refusal);
      refusals += 1;
    } else {
      expect(await fresh.status(id)).toBe("paused");
      await resume(id);
    }
  }
  expect(refusals).toBeLessThanOrEqual(1);
  expect((await fresh.counters(id)).records).toBe(wanted);
  expect(await fresh.eligible()).toBe(0);
});

test("a schedule that falls due while a run is paused says in the audit and on the run that it passes", async () => {
  const { id } = await fresh.start();
  await pause(id);
  await fresh.rows(
    "UPDATE console.schedules SET active = true, next_run_at = now() - interval '1 minute' WHERE job = 'anonymization'",
  );
  await tend(fresh.db());
  await tend(fresh.db());
  expect(
    await fresh.rows(
      "SELECT actor, subject, after FROM console.audit WHERE action = 'schedule.pass'",
    ),
  ).toEqual([
    {
      actor: "schedule",
      subject: "schedule of anonymization",
      after: {
        why: "Fulfillment – Handle Historical Archiving is already running. See Monitor Jobs.",
      },
    },
  ]);
  expect(await fresh.events(id)).toContain(
    "Its schedule fell due and passed: this run has not ended.",
  );
  expect(await fresh.status(id)).toBe("paused");
});
