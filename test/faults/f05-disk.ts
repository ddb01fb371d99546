import fs from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Scenario } from "./scenario.ts";
import type { FaultServer } from "./server.ts";

export const fullDisk: Scenario = {
  id: "F5",
  title: "the disk is full, and has room again",
  short: null,
  long: { loans: 10_000, batch: 20, times: 5 },
  volumeMegabytes: 600,
  async run(world, { times }, server) {
    const id = await world.startRun();
    await world.traffic();
    await world.workers.next();
    await world.untilPlanned(id);
    await world.watched(async () => {
      for (let n = 0; n < times && (await world.until(async () => ({ yes: await world.isActive(id) }), 60))?.yes; n += 1) {
        await world.progress(id, 10);
        const ballast = fill(server);
        world.add("times full");
        // Circulation goes on writing, so that the last of the log's room is used as well.
        await world.until(async () => !(await world.value("SELECT true")), 8);
        await sleep(500);
        fs.rmSync(ballast);
        await server.start();
      }
      await world.settle(id, 180);
    });
  },
};

/** Takes all the room that is left beside the database. */
function fill(server: FaultServer): string {
  const ballast = path.join(server.folder, "ballast");
  const file = fs.openSync(ballast, "w");
  try {
    for (const size of [1 << 20, 1 << 13]) fillWith(file, Buffer.alloc(size));
  } finally {
    fs.closeSync(file);
  }
  return ballast;
}

function fillWith(file: number, block: Buffer): void {
  try {
    for (;;) fs.writeSync(file, block);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
  }
}
