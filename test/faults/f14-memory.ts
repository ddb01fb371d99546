import { readFile } from "node:fs/promises";
import { timePauses } from "./how-soon.ts";
import type { Scenario } from "./scenario.ts";

/** Of which about half is Node itself. */
const heapMegabytes = 64;
const mostMegabytes = 256;

export const littleMemory: Scenario = {
  id: "F14",
  title: `more than a million records, a worker of at most ${mostMegabytes} MB`,
  short: null,
  long: { loans: 650_000, batch: 0, times: 1 },
  async run(world) {
    const id = await world.startRun();
    const worker = await world.workers.next({ megabytes: heapMegabytes });
    await world.watched(async () => {
      await timePauses(world, id, 10);
      const isGone = () => worker.exitCode !== null || worker.signalCode !== null;
      await world.until(async () => isGone() || !(await world.isActive(id)), 600);
      if (isGone()) world.note("own", [`the worker ended by ${worker.signalCode ?? "itself"}`]);
      const status = await readFile(`/proc/${worker.pid}/status`, "utf8").catch(() => "");
      const peak = Math.round(Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) / 1024);
      world.add("MB at the peak", peak);
      if (peak > mostMegabytes) world.note("own", [`the worker took ${peak} MB`]);
      await world.settle(id, 10);
    });
  },
};
