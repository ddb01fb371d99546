import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openDatabase, type Database } from "#db/client.ts";
import { testDatabase, type TestDatabase } from "../test/database.ts";
import { anonymizeAfter, makeManyLoans, readCounters, readFacts } from "../test/many-loans.ts";
import { cases } from "../test/short-or-long.ts";
import { endLeases, startWorker } from "../test/worker.ts";
import { startRun } from "./engine/start.ts";

const kills = cases(5, 20);
const loans = cases(90_000, 200_000);

let home: TestDatabase;
let db: Database;
const workers = new Set<ChildProcess>();

beforeEach(async () => {
  home = await testDatabase();
  db = openDatabase(home.url);
  await makeManyLoans(home.pool, loans);
  await anonymizeAfter(home.pool, 30);
});
afterEach(async () => {
  for (const worker of workers) worker.kill("SIGKILL");
  await db.end();
  await home.drop();
});

async function nextWorker(): Promise<ChildProcess> {
  const worker = await startWorker(home.url);
  workers.add(worker);
  worker.once("exit", () => workers.delete(worker));
  return worker;
}

const statusOf = async (id: number) =>
  (
    await home.pool.query<{ status: string }>("SELECT status FROM console.job_runs WHERE id = $1", [
      id,
    ])
  ).rows[0]?.status;
const batchesDone = async () =>
  Number(
    (
      await home.pool.query<{ n: string }>(
        "SELECT coalesce(sum(batches), 0) AS n FROM console.job_bulks",
      )
    ).rows[0]?.n,
  );

test(`a worker killed ${kills} times at random points repeats nothing and skips nothing`, async () => {
  const before = await readFacts(home.pool);
  const { rows } = await home.pool.query<{ n: string }>(
    "SELECT count(*) AS n FROM patron.loan_links WHERE ended_on < (now() AT TIME ZONE 'UTC')::date - 30",
  );
  const wanted = Number(rows[0]?.n);
  const { id } = await db.transaction("lethe_web", (tx) =>
    startRun(tx, { job: "anonymization", submittedVia: "screen" }),
  );

  let during = 0;
  let worker = await nextWorker();
  for (let kill = 0; kill < kills; kill += 1) {
    // The next worker starts while this one works, so that the database is rarely left alone.
    const next = nextWorker();
    const seen = await batchesDone();
    const patience = performance.now() + 3_000;
    while (
      performance.now() < patience &&
      (await batchesDone()) === seen &&
      (await statusOf(id)) !== "completed"
    )
      await sleep(5);
    await sleep(Math.random() * 40);
    if ((await statusOf(id)) === "running") during += 1;
    worker.kill("SIGKILL");
    worker = await next;
  }
  await endLeases(db, id);
  const deadline = performance.now() + 120_000;
  while ((await statusOf(id)) !== "completed" && performance.now() < deadline) await sleep(100);

  expect(await statusOf(id)).toBe("completed");
  // A kill after the end proves nothing.
  expect(during).toBeGreaterThanOrEqual(kills / 2);
  const after = await readFacts(home.pool);
  const counters = await readCounters(home.pool, id);
  expect(counters.records).toBe(wanted);
  expect(before.links - after.links).toBe(wanted);
  expect(counters.notes).toBe(before.notes - after.notes);
  expect(after.activeLinks).toBe(before.activeLinks);
  expect(after.statistics).toBe(before.statistics);
  const ended = once(worker, "exit");
  worker.kill("SIGTERM");
  expect((await ended)[0]).toBe(0);
}, 300_000);
