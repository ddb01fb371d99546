import { setTimeout as sleep } from "node:timers/promises";
import type { ChildProcess } from "node:child_process";
import type { Scenario } from "./scenario.ts";
import type { World } from "./world.ts";

export const zombie: Scenario = {
  id: "F3",
  title: "SIGSTOP past the lease, take-over, SIGCONT",
  short: { loans: 2_500, batch: 25, times: 2 },
  long: { loans: 60_000, batch: 15, times: 50 },
  async run(world, { times }) {
    const id = await world.startRun();
    await world.traffic();
    let worker = await world.workers.next();
    await world.untilPlanned(id);
    await world.watched(async () => {
      for (let round = 0; round < times && (await world.isActive(id)); round += 1) {
        worker = await stopAndReplace(world, id, worker);
      }
      await world.endLeases(id);
      await world.call(id);
      await world.settle(id, 120);
    });
    const { fenced } = world.workers.counts;
    const stops = world.counts.stops ?? 0;
    if (stops < times / 2) world.note("struck", [`only ${stops} of ${times} stops met a run`]);
    if (fenced < stops)
      world.note("own", [`${stops} stopped workers came back, ${fenced} times one was fenced`]);
  },
};

/** Freezes the worker between two batches, lets another take its bulks, and wakes it. Returns the other. */
async function stopAndReplace(world: World, id: number, worker: ChildProcess) {
  const held = await freezeWithBulk(world, id, worker);
  if (held.length === 0) return worker;
  world.add("stops");
  const next = await world.workers.next();
  await world.endLeases(id);
  await world.call(id);
  await world.until(
    () =>
      world.value(
        "SELECT bool_and(b.epoch > h.epoch) FROM console.job_bulks b JOIN jsonb_to_recordset($1) AS h (id bigint, epoch integer) USING (id)",
        [JSON.stringify(held)],
      ),
    20,
  );
  const fenced = world.workers.counts.fenced;
  worker.kill("SIGCONT");
  await world.until(async () => world.workers.counts.fenced > fenced, 10);
  await world.workers.kill(worker);
  return next;
}

/** A frozen transaction would be ended after a minute by its timeout; here at once. */
async function freezeWithBulk(world: World, id: number, worker: ChildProcess) {
  for (let attempt = 0; attempt < 20 && (await world.isActive(id)); attempt += 1) {
    await world.progress(id);
    await sleep(world.random() * 30);
    worker.kill("SIGSTOP");
    await sleep(60);
    await world.pool.query(
      "SELECT pg_terminate_backend(pid, 1000) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'lethe' AND state LIKE 'idle in transaction%' AND state_change < clock_timestamp() - interval '50 milliseconds'",
    );
    const { rows } = await world.pool.query<{ id: string; epoch: number }>(
      "SELECT id, epoch FROM console.job_bulks WHERE run_id = $1 AND status = 'working'",
      [id],
    );
    if (rows.length > 0) return rows;
    worker.kill("SIGCONT");
  }
  return [];
}
