import { setTimeout as sleep } from "node:timers/promises";
import type { Scenario } from "./scenario.ts";

export const killedAnywhere: Scenario = {
  id: "F1",
  title: "kill -9 of the worker at random moments",
  short: { loans: 4_000, batch: 25, times: 10 },
  long: { loans: 20_000, batch: 40, times: 200 },
  async run(world, { times }) {
    const id = await world.startRun();
    await world.traffic();
    let worker = await world.workers.next();
    await world.untilPlanned(id);
    await world.watched(async () => {
      for (
        let kill = 0;
        kill < times && !world.isBroken() && (await world.isActive(id));
        kill += 1
      ) {
        await world.progress(id);
        // Now and then the next one is there before this one dies.
        const overlap = world.random() < 0.3 ? await world.workers.next() : undefined;
        await sleep(world.random() * 120);
        if (await world.isActive(id)) world.add("kills");
        await world.workers.kill(worker);
        await world.call(id);
        worker = overlap ?? (await world.workers.next());
      }
      // Where kills were few, the last leases are not waited for; where they were many, they are.
      if (times < 50) await world.endLeases(id);
      await world.call(id);
      await world.settle(id, 120);
    });
    const landed = world.counts.kills ?? 0;
    if (landed < times / 2) world.note("struck", [`only ${landed} of ${times} kills met a run`]);
  },
};
