import type { ChildProcess } from "node:child_process";
import { afterEach, expect, test } from "vitest";
import { startWorker } from "../../test/worker.ts";
import { pauseRun, resumeRun } from "./pause.ts";
import { tend } from "./tend.ts";
import { freshLoans } from "./testing.ts";
import { workRun } from "./work-run.ts";

/* However a run goes on, as many come as can share its bulks. */

const fresh = freshLoans(24_000);
const workers: ChildProcess[] = [];
afterEach(() => {
  for (const worker of workers.splice(0)) worker.kill("SIGKILL");
});

const asWeb = (ask: typeof pauseRun, id: number) =>
  fresh.db().transaction("lethe_web", (tx) => ask(tx, id));
const calls = () =>
  fresh.number("SELECT count(*) FROM queue.job WHERE name = 'runs' AND state < 'active'");
const bulks = () => fresh.number("SELECT count(*) FROM console.job_bulks WHERE status <> 'done'");

async function prepared(): Promise<number> {
  const { id } = await fresh.start();
  await fresh.prepare(id);
  expect(await bulks()).toBeGreaterThan(1);
  return id;
}

test("after a pause every worker that is free takes bulks again", async () => {
  const id = await prepared();
  await asWeb(pauseRun, id);
  for (const name of ["one", "two"])
    workers.push(await startWorker(`${fresh.url()}?application_name=${name}`));
  // They have come for a run that is paused.
  await expect.poll(calls, { timeout: 30_000 }).toBe(0);
  const reader = await fresh.pool().connect();
  await reader.query("BEGIN; LOCK TABLE patron.loan_links IN SHARE MODE");
  const atBatches = () =>
    fresh.rows(`SELECT DISTINCT application_name AS worker FROM pg_stat_activity
      WHERE datname = current_database() AND wait_event_type = 'Lock' ORDER BY 1`);
  try {
    await asWeb(resumeRun, id);
    await expect
      .poll(atBatches, { timeout: 30_000 })
      .toEqual([{ worker: "one" }, { worker: "two" }]);
  } finally {
    await reader.query("COMMIT");
    reader.release();
  }
  await expect.poll(() => fresh.status(id), { timeout: 60_000 }).toBe("completed");
});

test("a hand for each bulk is called after a pause, an interruption and a leaving, and none twice", async () => {
  const id = await prepared();
  const wanted = await bulks();
  await fresh.rows("DELETE FROM queue.job");
  await asWeb(pauseRun, id);
  await asWeb(resumeRun, id);
  expect(await calls()).toBe(wanted);
  await fresh.rows(
    "DELETE FROM queue.job WHERE id IN (SELECT id FROM queue.job WHERE name = 'runs' LIMIT 1)",
  );
  await workRun(fresh.db(), id, { signal: AbortSignal.abort() });
  expect(await calls()).toBe(wanted);
  await fresh.rows(`DELETE FROM queue.job;
    UPDATE console.job_runs SET submitted_at = now() - interval '1 hour', started_at = now() - interval '1 hour';
    UPDATE console.job_events SET at = now() - interval '1 hour'`);
  await tend(fresh.db());
  expect([await fresh.status(id), await calls()]).toEqual(["interrupted", wanted]);
});
