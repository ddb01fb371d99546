import { setTimeout as sleep } from "node:timers/promises";
import { badWeather, type Weather } from "./proxy.ts";
import type { Scenario } from "./scenario.ts";

export const badNetwork: Scenario = {
  id: "F11",
  title: "connections dropped, delayed, half open, cut at the answer to a COMMIT",
  short: { loans: 4_000, batch: 40, times: 6 },
  long: { loans: 20_000, batch: 20, times: 100 },
  async run(world, { times }, server) {
    const { port } = await server.start();
    const proxy = await badWeather({ port });
    const id = await world.startRun();
    await world.traffic();
    await world.workers.next({ port: proxy.port });
    await world.untilPlanned(id);
    try {
      await world.watched(async () => {
        for (let n = 0; n < times && (await world.isActive(id)); n += 1) {
          await world.progress(id);
          await sleep(world.random() * 50);
          const weather =
            (["slow", "loses commits", "loses commits", "silent"] as Weather[])[n % 4] ?? "slow";
          proxy.state.weather = weather;
          await sleep(weather === "silent" ? 300 : 150);
          proxy.state.weather = "clear";
          // What was silent stays half open for good unless it is cut at last, as a network does.
          if (weather !== "slow") proxy.cut();
          world.add(`times ${weather}`);
          if (n % 8 === 7) await world.endLeases(id);
        }
        // Where there were few, the last leases are not waited for; where there were many, they are.
        if (times < 50) {
          await world.endLeases(id);
          await world.call(id);
        }
        await world.settle(id, 180);
      });
    } finally {
      world.add("answers to COMMIT lost", proxy.state.lost);
      proxy.close();
    }
    if (proxy.state.lost === 0) world.note("struck", ["no answer to a COMMIT was lost"]);
  },
};
