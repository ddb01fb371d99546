import type { ChildProcess } from "node:child_process";
import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, expect, test, vi } from "vitest";
import {
  engageSwitch,
  readSwitches,
  releaseSwitch,
  type EngagedSwitch,
} from "#db/queries/kill-switches.ts";
import { cases } from "../../test/short-or-long.ts";
import { startWorker } from "../../test/worker.ts";
import { pauseRun, resumeRun } from "./pause.ts";
import { tend } from "./tend.ts";
import { freshLoans } from "./testing.ts";

const loans = cases(24_000, 60_000);
const fresh = freshLoans(loans);
let worker: ChildProcess | undefined;
afterEach(() => {
  worker?.kill("SIGKILL");
  vi.unstubAllEnvs();
});

const asWeb = <T>(work: Parameters<ReturnType<typeof fresh.db>["transaction"]>[1]) =>
  fresh.db().transaction("lethe_web", work) as Promise<T>;
const resume = (id: number) => asWeb((tx) => resumeRun(tx, id));
const batches = () => fresh.number("SELECT coalesce(sum(batches), 0) FROM console.job_bulks");

async function until(met: () => Promise<boolean>, seconds = 30): Promise<void> {
  for (let looks = 0; looks < seconds * 20; looks += 1) {
    if (await met()) return;
    await sleep(50);
  }
  throw new Error("waited in vain");
}

const dataFolder = () => fs.mkdtemp(path.join(os.tmpdir(), "lethe-stop-"));

const ways = {
  "by screen": {
    engage: () =>
      asWeb((tx) => engageSwitch(tx, { scope: "all", reason: "Migration", staffId: null })),
    release: () => asWeb((tx) => releaseSwitch(tx, { scope: "all" })),
    said: /^Paused: the kill switch of all jobs is engaged\./,
  },
  "by SQL": {
    engage: () =>
      fresh.rows("INSERT INTO console.kill_switches (scope, reason) VALUES ('anonymization', '')"),
    release: () => fresh.rows("DELETE FROM console.kill_switches"),
    said: /^Paused: the kill switch of this job is engaged\./,
  },
  "by file": {
    engage: (folder: string) => fs.writeFile(path.join(folder, "stop-all-jobs"), ""),
    release: (folder: string) => fs.rm(path.join(folder, "stop-all-jobs")),
    said: /^Paused: the file stop-all-jobs engages the kill switch of all jobs\./,
  },
};

test.each(Object.entries(ways))(
  "engaged %s during a run it stops before the next batch; only a person lets it go on",
  async (_way, { engage, release, said }) => {
    const folder = await dataFolder();
    const wanted = await fresh.eligible();
    // The worker waits at this loan until the switch is engaged, so that it is at work then.
    const reader = await fresh.pool().connect();
    await reader.query("BEGIN");
    await reader.query(
      `SELECT FROM patron.loan_links WHERE loan_id = ${fresh.firstToGo(loans / 2)} FOR UPDATE`,
    );
    const { id } = await fresh.start();
    worker = await startWorker(fresh.url(), { LETHE_DATA: folder });
    await until(async () => (await batches()) > 0);
    await engage(folder);
    await reader.query("COMMIT");
    reader.release();
    await until(async () => (await fresh.status(id)) === "paused");
    await until(
      async () =>
        (await fresh.number("SELECT count(*) FROM console.job_bulks WHERE status = 'working'")) ===
        0,
    );
    const stopped = await fresh.facts();
    expect(await fresh.eligible()).toBeGreaterThan(0);
    expect((await fresh.events(id)).some((event) => said.test(event))).toBe(true);
    await release(folder);
    await sleep(1_000);
    expect(await fresh.status(id)).toBe("paused");
    expect(await fresh.facts()).toEqual(stopped);
    await resume(id);
    await until(async () => (await fresh.status(id)) === "completed");
    expect((await fresh.counters(id)).records).toBe(wanted);
    await fs.rm(folder, { recursive: true });
  },
  60_000,
);

test("engaged, it refuses new runs and resuming, and pauses what is queued", async () => {
  const { id } = await fresh.start();
  await ways["by SQL"].engage();
  await fresh.work(id);
  expect(await fresh.status(id)).toBe("paused");
  await expect(resume(id)).rejects.toThrow(/cannot go on: the kill switch of this job is engaged/);
  await fresh.rows(
    "UPDATE console.job_runs SET status = 'aborting'; UPDATE console.job_runs SET status = 'aborted', ended_at = now()",
  );
  await expect(fresh.start()).rejects.toThrow(
    /cannot start: the kill switch of this job is engaged/,
  );
  await fresh.start({ job: "letters-purge" });
});

test.each(Object.entries(ways))(
  "a schedule that fell due while it was engaged %s begins once after the release",
  async (_way, { engage, release }) => {
    const folder = await dataFolder();
    vi.stubEnv("LETHE_DATA", folder);
    await fresh.rows(
      "UPDATE console.schedules SET active = true, next_run_at = now() - interval '3 days' WHERE job = 'anonymization'",
    );
    await engage(folder);
    await tend(fresh.db());
    await tend(fresh.db());
    expect(await fresh.rows("SELECT FROM console.job_runs")).toHaveLength(0);
    await release(folder);
    await Promise.all([tend(fresh.db()), tend(fresh.db())]);
    await tend(fresh.db());
    expect(await fresh.rows("SELECT FROM console.job_runs")).toHaveLength(1);
    await fs.rm(folder, { recursive: true });
  },
);

test("a switch is engaged once and released once", async () => {
  await ways["by screen"].engage();
  await expect(ways["by screen"].engage()).rejects.toThrow("engaged already");
  await ways["by screen"].release();
  await expect(ways["by screen"].release()).rejects.toThrow("not engaged");
});

test("a release that was meant for what was read leaves a switch that was engaged anew", async () => {
  const read = async () => (await asWeb<EngagedSwitch[]>(readSwitches))[0]?.engagedAt;
  const release = (engagedAt?: string) =>
    asWeb((tx) => releaseSwitch(tx, { scope: "all", engagedAt }));
  await ways["by screen"].engage();
  await fresh.rows("UPDATE console.kill_switches SET engaged_at = now() - interval '1 hour'");
  const first = await read();
  await ways["by screen"].release();
  await ways["by screen"].engage();
  const second = await read();
  await expect(release(first)).rejects.toThrow("changed by somebody else meanwhile");
  expect(await read()).toBe(second);
  await release(second);
  expect(await read()).toBeUndefined();
});

test("a run that a person paused stays paused whatever a switch does", async () => {
  const { id } = await fresh.start();
  await asWeb((tx) => pauseRun(tx, id));
  await ways["by SQL"].engage();
  await fresh.work(id);
  await ways["by SQL"].release();
  await fresh.work(id);
  expect(await fresh.status(id)).toBe("paused");
});
