import { setTimeout as sleep } from "node:timers/promises";
import type { Scenario } from "./scenario.ts";

export const deadlocks: Scenario = {
  id: "F6",
  title: "circulation that locks in the opposite order",
  short: { loans: 2_500, batch: 60, times: 10 },
  long: { loans: 40_000, batch: 20, times: 20 },
  async run(world, { times }) {
    const id = await world.startRun();
    await world.traffic({ agents: times / 2, kind: "crosswise" });
    // Without the job circulation has no deadlock: all of it falls.
    world.beginTraffic();
    await sleep(1_000);
    await world.workers.next();
    await world.watched(async () => {
      await world.until(async () => !(await world.isActive(id)), 600);
      const { done, errors } = await world.endTraffic();
      const failed = Object.values(errors).reduce((sum, n) => sum + n, 0);
      world.add("circulation failed", failed);
      if (failed * 1_000 > done)
        world.note("own", [
          `${failed} of ${done} transactions of circulation failed: ${JSON.stringify(errors)}`,
        ]);
      await world.settle(id, 10);
    });
  },
};
