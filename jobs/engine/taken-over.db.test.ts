import { expect, test, vi } from "vitest";
import { untilSomebodyWaits } from "../../test/waiting.ts";
import { claimBulk, workBulk } from "./bulk.ts";
import { freshLoans } from "./testing.ts";

const fresh = freshLoans();
const takeOvers = async (id: number) =>
  (await fresh.events(id)).filter((event) => event === "Taken over by another worker.").length;

test("the log of a run that was never interrupted says that what a silent worker held was taken over, once", async () => {
  const { id } = await fresh.start();
  await fresh.prepare(id);
  for (let held = 0; held < 2; held += 1)
    await fresh.db().transaction("lethe_worker", (tx) => claimBulk(tx, id));
  await fresh.rows(
    "UPDATE console.job_bulks SET heartbeat_at = now() - interval '1 minute' WHERE status = 'working'",
  );
  await fresh.work(id);
  expect([await fresh.status(id), await takeOvers(id)]).toEqual(["completed", 1]);
  expect(await fresh.events(id)).not.toContain("Interrupted: its worker is gone.");
});

test("what a living worker holds is nobody else's", async () => {
  const { id } = await fresh.start();
  await fresh.prepare(id);
  const claim = () => fresh.db().transaction("lethe_worker", (tx) => claimBulk(tx, id));
  const bulks = await fresh.number("SELECT count(*) FROM console.job_bulks");
  for (let held = 0; held < bulks; held += 1) expect((await claim())?.tookOver).toBe(false);
  expect(await claim()).toBeNull();
});

test("a run that nobody left says nothing of the kind", async () => {
  const { id } = await fresh.start();
  await fresh.work(id);
  expect(await takeOvers(id)).toBe(0);
});

test("a hand that waits for what others hold says that it lives, and keeps its bulk", async () => {
  const { id } = await fresh.start();
  const { job, run } = await fresh.prepare(id);
  const claim = () => fresh.db().transaction("lethe_worker", (tx) => claimBulk(tx, id));
  const bulk = (await claim())!;
  const held = await fresh.pool().connect();
  await held.query(
    `BEGIN; SELECT FROM patron.loan_links WHERE loan_id = ${fresh.firstToGo()} FOR UPDATE`,
  );
  const working = workBulk(fresh.db(), job, run, bulk, new AbortController().signal);
  await untilSomebodyWaits(fresh.pool());
  // Waits for the batch, which holds the bulk until it gives up on the loan.
  await fresh.rows(
    `UPDATE console.job_bulks SET heartbeat_at = now() - interval '1 hour' WHERE id = ${bulk.id}`,
  );
  const fresher = `SELECT count(*) FROM console.job_bulks WHERE id = ${bulk.id} AND heartbeat_at > now() - interval '1 minute'`;
  await vi.waitUntil(() => fresh.number(fresher), { timeout: 30_000, interval: 50 });
  await held.query("COMMIT");
  held.release();
  expect(await working).toBe("done");
});
