import type { ChildProcess } from "node:child_process";
import { afterEach, expect, test } from "vitest";
import { startWorker } from "../../test/worker.ts";
import { untilSomebodyWaits } from "../../test/waiting.ts";
import { abortRun } from "./abort.ts";
import { freshLoans } from "./testing.ts";
import { workRun } from "./work-run.ts";

/* A run that is being aborted does not wait for ever for a batch that hangs. */

const fresh = freshLoans(24_000);
let worker: ChildProcess | undefined;
afterEach(() => worker?.kill("SIGKILL"));

/** Its deletes wait without end for what another session holds, whatever the worker's own patience. */
const hang = () =>
  fresh.rows(`
    CREATE TABLE public.held ();
    CREATE FUNCTION public.hang() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET lock_timeout = 0 AS
      $$ BEGIN LOCK TABLE public.held; RETURN NULL; END $$;
    CREATE TRIGGER hang AFTER DELETE ON patron.loan_links FOR EACH STATEMENT EXECUTE FUNCTION public.hang()`);
/** As if it had been started, and told to stop, so many minutes ago. */
const ago = (minutes: number) =>
  fresh.rows(`
    UPDATE console.job_runs SET submitted_at = submitted_at - interval '${minutes} minutes', started_at = started_at - interval '${minutes} minutes';
    UPDATE console.job_events SET at = at - interval '${minutes} minutes'`);
const brokenOff = async (id: number) =>
  (await fresh.events(id)).filter((event) => event.startsWith("A batch that hung")).length;

async function hanging(work: (id: number) => Promise<void>) {
  await hang();
  const before = await fresh.facts();
  const holder = await fresh.pool().connect();
  await holder.query("BEGIN; LOCK TABLE public.held");
  try {
    const { id } = await fresh.start();
    worker = await startWorker(fresh.url());
    await untilSomebodyWaits(fresh.pool());
    await fresh.db().transaction("lethe_web", (tx) => abortRun(tx, id));
    await workRun(fresh.db(), id);
    await ago(4);
    await workRun(fresh.db(), id);
    expect([await fresh.status(id), await brokenOff(id)]).toEqual(["aborting", 0]);
    await ago(2);
    await work(id);
    await expect.poll(() => fresh.status(id), { timeout: 60_000 }).toBe("aborted");
    expect(await brokenOff(id)).toBeGreaterThan(0);
    expect((await fresh.run(id)).removed).toBe(0);
  } finally {
    await holder.query("COMMIT");
    holder.release();
  }
  // It hangs no more, and nothing of it comes after all.
  expect(
    await fresh.number("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"),
  ).toBe(0);
  expect(await fresh.facts()).toEqual(before);
}

test("whoever asks again after five minutes breaks it off: nothing of it stays, and the run ends", () =>
  hanging((id) => workRun(fresh.db(), id)));

test("and so does the tending of every worker", () => hanging(() => Promise.resolve()));
