import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { describe, expect, test, vi } from "vitest";
import type { Database } from "#db/client.ts";
import { readRunLimits, saveRunLimits } from "#db/queries/run-limits.ts";
import { pauseRun } from "./pause.ts";
import { calm, readPressure, watchingPressure, type Patience } from "./pressure.ts";
import { freshLoans } from "./testing.ts";
import { workRun } from "./work-run.ts";

/*
 * Each factor is a real one. What a run does under it is tried with the library's hours, which begin and
 * end at once.
 */

const fresh = freshLoans();
const soon = { timeout: 20_000, interval: 50 };
const patient: Patience = { behind: 2 ** 40, minutes: 1_000 };
const pressure = (more: Partial<Patience> = {}) =>
  fresh.db().transaction("lethe_worker", (tx) => readPressure(tx, { ...patient, ...more }));
/** From and until when, in minutes from now; over midnight where now is near it. */
const rest = (from: number, until: number) =>
  fresh.rows(`UPDATE console.run_limits SET rest_from = (now() AT TIME ZONE 'UTC')::time + make_interval(mins => ${from}),
    rest_until = (now() AT TIME ZONE 'UTC')::time + make_interval(mins => ${until})`);
const noRest = () =>
  fresh.rows("UPDATE console.run_limits SET rest_from = NULL, rest_until = NULL");

describe("what stands against a batch", () => {
  test("nothing, as a rule", async () => expect(await pressure()).toBeNull());

  test("the library's hours", async () => {
    await rest(-60, 60);
    expect(await pressure()).toMatch(/^the library's hours, until \d\d:\d\d$/);
    await rest(60, -60);
    expect(await pressure()).toBeNull();
    await rest(-60, -120);
    expect(await pressure()).toMatch(/^the library's hours/);
    await rest(-60, -1);
    expect(await pressure()).toBeNull();
  });

  test("a transaction of another program; not one of ours", async () => {
    const other = new pg.Client(fresh.url());
    const ours = new pg.Client({ connectionString: fresh.url(), application_name: "lethe" });
    await Promise.all([other.connect(), ours.connect()]);
    await ours.query("BEGIN");
    await ours.query("SELECT 1");
    expect(await pressure({ minutes: 0 })).toBeNull();
    await other.query("BEGIN");
    await other.query("SELECT 1");
    expect(await pressure({ minutes: 0 })).toMatch(/^a transaction of another program, open since/);
    expect(await pressure()).toBeNull();
    await Promise.all([other.end(), ours.end()]);
  });

  test("a replication slot that nobody reads", async () => {
    const slot = `lethe_${process.pid}`;
    await fresh.rows(`SELECT pg_create_physical_replication_slot('${slot}', true)`);
    try {
      await fresh.rows(
        "CREATE TABLE public.written AS SELECT n, repeat('x', 100) FROM generate_series(1, 20000) n",
      );
      expect(await pressure({ behind: 100_000 })).toBe(
        `the replication slot ${slot}, which is more than 98 kB behind`,
      );
    } finally {
      await fresh.rows(`SELECT pg_drop_replication_slot('${slot}')`);
    }
    expect(await pressure({ behind: 100_000 })).toBeNull();
  });
});

describe("under it a run", () => {
  const never = new AbortController().signal;
  const waitsFor = (id: number) =>
    fresh
      .rows<{ why: string | null }>(
        `SELECT waits_for AS why FROM console.job_runs WHERE id = ${id}`,
      )
      .then(([run]) => run?.why ?? null);
  const batches = () => fresh.number("SELECT coalesce(sum(batches), 0) FROM console.job_bulks");

  test("begins no batch, says why, and goes on by itself", async () => {
    await rest(-60, 60);
    const { id } = await fresh.start();
    const working = watchingPressure(fresh.db(), never, (pressure) =>
      workRun(fresh.db(), id, { pressure }),
    );
    await vi.waitUntil(() => waitsFor(id), soon);
    expect(await batches()).toBe(0);
    expect(await fresh.status(id)).toBe("running");
    await noRest();
    await working;
    expect(await fresh.run(id)).toMatchObject({ status: "completed" });
    expect(await waitsFor(id)).toBeNull();
    const told = (await fresh.events(id)).filter((event) => event.startsWith("Waits for"));
    expect(told).toHaveLength(1);
    expect((await fresh.events(id)).filter((event) => event.startsWith("Goes on:"))).toHaveLength(
      1,
    );
    expect(await fresh.eligible()).toBe(0);
  });

  test("keeps its bulk alive, and can be paused", async () => {
    const { id } = await fresh.start();
    const working = workRun(fresh.db(), id, { pressure: { factor: () => "a test" } });
    await vi.waitUntil(() => waitsFor(id), soon);
    const silent = await fresh.number(
      "SELECT count(*) FROM console.job_bulks WHERE status = 'working' AND heartbeat_at < clock_timestamp() - interval '5 seconds'",
    );
    expect(silent).toBe(0);
    await fresh.db().transaction("lethe_web", (tx) => pauseRun(tx, id));
    await working;
    expect(await fresh.status(id)).toBe("paused");
    expect(await batches()).toBe(0);
  });

  test("looks for it before its first batch, each second, and no more when it is done", async () => {
    let looks = 0;
    const counting: Database = {
      ...fresh.db(),
      transaction(...args) {
        looks += 1;
        return fresh.db().transaction(...args);
      },
    };
    await rest(-60, 60);
    const first = await watchingPressure(counting, never, async (pressure) => {
      const found = pressure.factor();
      await vi.waitUntil(() => looks > 2, soon);
      return found;
    });
    expect(first).toMatch(/^the library's hours/);
    const during = looks;
    await sleep(1_500);
    expect(looks).toBe(during);
  });

  test("is not kept waiting by what has passed", async () => {
    const { id } = await fresh.start();
    await fresh.rows(`UPDATE console.job_runs SET waits_for = 'something of yesterday'`);
    await workRun(fresh.db(), id, { pressure: calm });
    expect(await waitsFor(id)).toBeNull();
  });
});

test("the hours have a beginning and an end, or neither", async () => {
  const save = (restFrom: string | null, restUntil: string | null) =>
    fresh
      .db()
      .transaction("lethe_web", async (tx) =>
        saveRunLimits(tx, { ...(await readRunLimits(tx)), restFrom, restUntil }),
      );
  await save("08:00", "20:00");
  for (const [from, until] of [
    ["08:00", null],
    [null, "20:00"],
    ["08:00", "08:00"],
  ] as const) {
    await expect(save(from, until)).rejects.toThrow("a beginning and an end, which differ");
  }
  await save(null, null);
});
