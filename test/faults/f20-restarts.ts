import { migrate } from "#db/migrate.ts";
import type { Scenario } from "./scenario.ts";

export const rollingRestarts: Scenario = {
  id: "F20",
  title: "rolling restarts, and a migration in the middle",
  short: { loans: 2_500, batch: 25, times: 2 },
  long: { loans: 20_000, batch: 20, times: 20 },
  async run(world, { times }) {
    const id = await world.startRun();
    await world.traffic();
    let worker = await world.workers.next();
    await world.untilPlanned(id);
    await world.watched(async () => {
      for (let n = 0; n < times && (await world.isActive(id)); n += 1) {
        await world.progress(id);
        const began = performance.now();
        const code = await world.workers.leave(worker);
        if (code !== 0) world.note("own", [`a worker told to leave ended with ${code}`]);
        if (performance.now() - began > 25_000)
          world.note("own", ["a worker took more than 25 s to leave"]);
        if (await world.isActive(id)) world.add("restarts");
        // What left has handed back what it held, so nothing waits for a lease.
        const held = await world.value(
          "SELECT count(*) FROM console.job_bulks WHERE run_id = $1 AND status = 'working'",
          [id],
        );
        if (held !== "0") world.note("own", [`a worker that left kept ${String(held)} bulks`]);
        await world.call(id);
        if (n === Math.floor(times / 2))
          await Promise.all([migrate(world.url), world.progress(id)]);
        worker = await world.workers.next();
      }
      await world.settle(id, 120);
    });
  },
};
