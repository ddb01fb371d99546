import type { ChildProcess } from "node:child_process";
import { pauseRun, resumeRun } from "#jobs/engine/pause.ts";
import type { World } from "./world.ts";

/*
 * How long it takes until what was asked for holds. Measured and told, held against nothing: how fast a
 * machine is is not what the suite tests.
 */

const noted = (world: World, what: string, seconds: number) =>
  (world.took[what] ??= []).push(seconds);
const secondsSince = (began: number) => (performance.now() - began) / 1_000;

/** Kills the worker and starts another, as a supervisor does; nobody calls it, and the lease is waited out. Returns the other. */
export async function timeRecovery(
  world: World,
  id: number,
  worker: ChildProcess,
): Promise<ChildProcess> {
  await world.progress(id);
  await world.workers.kill(worker);
  const began = performance.now();
  const seen = await world.batches();
  const { rows: held } = await world.pool.query(
    "SELECT id, epoch FROM console.job_bulks WHERE run_id = $1 AND status = 'working'",
    [id],
  );
  world.add("kills");
  const next = await world.workers.next();
  const goesOn = async () => (await world.batches()) > seen;
  await world.until(async () => (await goesOn()) || !(await world.isActive(id)), 120);
  if (await goesOn()) noted(world, "next batch after a kill", secondsSince(began));
  const isTaken = () =>
    world.value(
      "SELECT bool_and(b.epoch > h.epoch) FROM console.job_bulks b JOIN jsonb_to_recordset($1) AS h (id bigint, epoch integer) USING (id)",
      [JSON.stringify(held)],
    );
  if (held.length > 0 && (await world.until(isTaken, 120)))
    noted(world, "held bulks taken over", secondsSince(began));
  return next;
}

/** Pauses the run and lets it go on, so often or until it has ended: from the request to the end of the last batch. */
export async function timePauses(world: World, id: number, times: number): Promise<void> {
  const asWeb = world.db.transaction;
  for (let n = 0; n < times; n += 1) {
    await world.progress(id, 60);
    if (!(await world.isActive(id))) return;
    const asked = await world.value("SELECT clock_timestamp()");
    await asWeb("lethe_web", (tx) => pauseRun(tx, id));
    await world.until(
      () =>
        world.value(
          "SELECT NOT EXISTS (SELECT FROM console.job_bulks WHERE run_id = $1 AND status = 'working')",
          [id],
        ),
      60,
    );
    const seconds = await world.value(
      "SELECT greatest(0, extract(epoch FROM max(heartbeat_at) - $2::timestamptz)) FROM console.job_bulks WHERE run_id = $1",
      [id, asked],
    );
    noted(world, "paused", Number(seconds));
    await asWeb("lethe_web", (tx) => resumeRun(tx, id));
  }
}
