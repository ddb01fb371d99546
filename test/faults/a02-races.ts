import type { Scenario } from "./scenario.ts";

export const takenFromUnder: Scenario = {
  id: "A2",
  title: "fees opened on loans, and loans and requests brought back, just when a batch takes them",
  short: { loans: 2_000, batch: 60, times: 1 },
  long: { loans: 20_000, batch: 50, times: 1 },
  async run(world) {
    const id = await world.startRun();
    await world.traffic({ kind: "under a batch", agents: 10 });
    await world.workers.next();
    await world.untilPlanned(id);
    await world.watched(() => world.settle(id, 300));
    if (!world.counts.circulation) world.note("struck", ["circulation did nothing"]);
  },
};
