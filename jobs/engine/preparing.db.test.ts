import { expect, test } from "vitest";
import { untilSomebodyWaits } from "../../test/waiting.ts";
import { abortRun } from "./abort.ts";
import { pauseRun, resumeRun } from "./pause.ts";
import { tend } from "./tend.ts";
import { freshLoans } from "./testing.ts";

const fresh = freshLoans(2_000);

/** A run that somebody prepares, and cannot until they are let go. */
async function preparing() {
  const { id } = await fresh.start();
  const other = await fresh.pool().connect();
  await other.query("BEGIN; LOCK TABLE patron.loan_links IN ACCESS EXCLUSIVE MODE");
  const working = fresh.work(id);
  await untilSomebodyWaits(fresh.pool());
  const letGo = async () => {
    await other.query("COMMIT");
    other.release();
    await working;
  };
  return { id, letGo };
}
const asWeb = (ask: typeof pauseRun, id: number) =>
  fresh.db().transaction("lethe_web", (tx) => ask(tx, id));
const leftovers = async () =>
  (await fresh.number("SELECT count(*) FROM console.job_bulks")) + (await fresh.tablesOfRuns());

test("a run can be paused while it is prepared, and is prepared anew when it is resumed", async () => {
  const { id, letGo } = await preparing();
  await asWeb(pauseRun, id);
  await letGo();
  expect([await fresh.status(id), await leftovers()]).toEqual(["paused", 0]);
  await asWeb(resumeRun, id);
  expect(await fresh.status(id)).toBe("queued");
  await fresh.work(id);
  expect([await fresh.status(id), await fresh.eligible()]).toEqual(["completed", 0]);
});

test("a run can be aborted while it is prepared, and has done nothing", async () => {
  const before = await fresh.facts();
  const { id, letGo } = await preparing();
  await asWeb(abortRun, id);
  await letGo();
  expect([await fresh.status(id), await leftovers()]).toEqual(["aborted", 0]);
  expect(await fresh.facts()).toEqual(before);
});

test("whoever prepares a run for long is not taken for gone, and another hand leaves it to them", async () => {
  const { id, letGo } = await preparing();
  await fresh.rows(`
    UPDATE console.job_runs SET submitted_at = now() - interval '5 minutes';
    UPDATE console.job_events SET at = now() - interval '5 minutes'`);
  await tend(fresh.db());
  await fresh.work(id);
  expect(await fresh.status(id)).toBe("queued");
  expect((await fresh.events(id)).filter((event) => !event.startsWith("Queued"))).toEqual([]);
  await letGo();
  expect(await fresh.status(id)).toBe("completed");
});
