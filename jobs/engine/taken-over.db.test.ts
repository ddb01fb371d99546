import { expect, test } from "vitest";
import { claimBulk } from "./bulk.ts";
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

test("a run that nobody left says nothing of the kind", async () => {
  const { id } = await fresh.start();
  await fresh.work(id);
  expect(await takeOvers(id)).toBe(0);
});
