import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { afterEach, expect, test, vi } from "vitest";
import { untilSomebodyWaits } from "../../test/waiting.ts";
import { startWorker } from "../../test/worker.ts";
import { freshLoans } from "./testing.ts";
import { workRun } from "./work-run.ts";

const fresh = freshLoans(2_000);
let child: ChildProcess | undefined;
afterEach(() => child?.kill("SIGKILL"));

/** Preparing a run takes minutes. */
const slowly = () =>
  fresh.rows(`
    CREATE FUNCTION public.slowly() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN PERFORM pg_sleep(300); RETURN NULL; END $$;
    CREATE TRIGGER slowly AFTER INSERT ON console.job_bulks FOR EACH STATEMENT EXECUTE FUNCTION public.slowly()`);
const atIt = () =>
  fresh.number(`SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND application_name = 'lethe' AND wait_event = 'PgSleep'`);
const calls = () =>
  fresh.number("SELECT count(*) FROM queue.job WHERE name = 'runs' AND state < 'active'");
const soon = { timeout: 30_000, interval: 50 };

async function preparing() {
  await slowly();
  const { id } = await fresh.start();
  const worker = await startWorker(fresh.url());
  child = worker;
  await vi.waitUntil(async () => (await atIt()) === 1, soon);
  return { id, worker };
}
async function takenUp(id: number) {
  await fresh.rows("DROP TRIGGER slowly ON console.job_bulks");
  await fresh.work(id);
  expect(await fresh.status(id)).toBe("completed");
}

test("the server does not go on with what a killed worker asked for", async () => {
  const { id, worker } = await preparing();
  worker.kill("SIGKILL");
  await vi.waitUntil(async () => (await atIt()) === 0, soon);
  await takenUp(id);
});

test("a worker that is told to leave breaks off what takes minutes, and calls another", async () => {
  const { id, worker } = await preparing();
  const ended = once(worker, "exit");
  worker.kill("SIGTERM");
  expect((await ended)[0]).toBe(0);
  expect(await fresh.status(id)).toBe("queued");
  expect(await calls()).toBe(1);
  await takenUp(id);
});

test("a worker that leaves between two batches calls another, once", async () => {
  const { id } = await fresh.start();
  await fresh.prepare(id);
  await fresh.rows("DELETE FROM queue.job");
  const other = await fresh.pool().connect();
  await other.query(
    `BEGIN; SELECT FROM patron.loan_links WHERE loan_id = ${fresh.firstToGo()} FOR UPDATE`,
  );
  const leaving = new AbortController();
  const working = workRun(fresh.db(), id, { signal: leaving.signal });
  await untilSomebodyWaits(fresh.pool());
  leaving.abort();
  await other.query("COMMIT");
  other.release();
  await working;
  expect(await calls()).toBe(1);
  await workRun(fresh.db(), id, { signal: AbortSignal.abort() });
  expect(await calls()).toBe(1);
});
