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
