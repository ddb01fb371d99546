import type { ChildProcess } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, expect, test } from "vitest";
import { setPeriods } from "../../test/letters.ts";
import { cases } from "../../test/short-or-long.ts";
import { endLeases, startWorker } from "../../test/worker.ts";
import { freshLetters, overdue, receipt } from "./testing.ts";

const { db, pool, value, rows, start, months } = freshLetters();
const kills = cases(4, 10);
const letters = cases(72_000, 180_000);

const workers = new Set<ChildProcess>();
afterEach(() => {
  for (const worker of workers) worker.kill("SIGKILL");
});

async function nextWorker(url: string): Promise<ChildProcess> {
  const worker = await startWorker(url);
  workers.add(worker);
  worker.once("exit", () => workers.delete(worker));
  return worker;
}

/** Six months that go as a whole, and six of which every second letter stays. */
async function makeManyLetters() {
  await pool().query(
    "SELECT patron.make_letter_month(('2025-01-01'::date + make_interval(months => n))::date) FROM generate_series(0, 11) n",
  );
  await pool().query(
    `INSERT INTO patron.letters (user_id, letter_code, channel, created_at, created_on, sent, body)
     SELECT 1 + n % 3, CASE WHEN n % 12 < 6 OR (n / 12) % 2 = 0 THEN $2 ELSE $3 END, 'email', d, d, true, repeat('x', 500)
     FROM generate_series(1, $1::int) n, LATERAL (SELECT ('2025-01-05'::date + make_interval(months => n % 12))::date AS d) AS day`,
    [letters, receipt, overdue],
  );
  await setPeriods(pool(), { [receipt]: 30 });
}

test(`a worker killed ${kills} times at random points removes each letter once and counts it once`, async () => {
  await makeManyLetters();
  const wanted = await value(
    `SELECT count(*)::int FROM patron.letters WHERE letter_code = '${receipt}'`,
  );
  const { id } = await start();
  const status = async () =>
    String(await value(`SELECT status FROM console.job_runs WHERE id = ${id}`));
  const batches = () => value("SELECT coalesce(sum(batches), 0)::int FROM console.job_bulks");
  const { connectionString } = pool().options;
  let during = 0;
  let worker = await nextWorker(String(connectionString));
  for (let kill = 0; kill < kills; kill += 1) {
    // The next worker starts while this one works, so that the database is rarely left alone.
    const next = nextWorker(String(connectionString));
    const seen = await batches();
    const patience = performance.now() + 3_000;
    while (
      performance.now() < patience &&
      (await batches()) === seen &&
      (await status()) !== "completed"
    )
      await sleep(2);
    if ((await status()) === "running") during += 1;
    worker.kill("SIGKILL");
    worker = await next;
  }
  await endLeases(db(), id);
  const deadline = performance.now() + 120_000;
  while ((await status()) !== "completed" && performance.now() < deadline) await sleep(100);

  expect(await status()).toBe("completed");
  // A kill after the end proves nothing.
  expect(during).toBeGreaterThanOrEqual(kills / 3);
  expect(
    await value(
      `SELECT sum(count)::int FROM console.job_counters WHERE run_id = ${id} AND measure = 'records'`,
    ),
  ).toBe(wanted);
  expect(await value("SELECT count(*)::int FROM patron.letters")).toBe(letters - Number(wanted));
  expect(await rows("SELECT DISTINCT letter_code FROM patron.letters")).toEqual([
    { letter_code: overdue },
  ]);
  expect(await months()).toHaveLength(6);
}, 300_000);
