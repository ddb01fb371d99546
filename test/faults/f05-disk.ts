import fs from "node:fs";
import path from "node:path";
import type { ChildProcess } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import type { Scenario } from "./scenario.ts";
import type { FaultServer } from "./server.ts";
import type { World } from "./world.ts";

export const fullDisk: Scenario = {
  id: "F5",
  title: "the disk is full, and has room again",
  short: null,
  long: { loans: 10_000, batch: 20, times: 5 },
  volumeMegabytes: 600,
  async run(world, { times }, server) {
    const worker = await world.workers.next();
    for (let run = 0; run < times; run += 1) {
      await planWithoutRoom(world, server, worker);
      const id = await world.startRun();
      await world.traffic();
      await world.untilPlanned(id);
      await world.watched(async () => {
        await world.progress(id, 10);
        await fillForAWhile(world, server);
        await world.until(async () => !(await world.isActive(id)), 120);
      });
      // A run does not wait for room: it ends, says so, and another goes on where it was.
      const failed = await sayHowItEnded(world, id);
      await world.settle(id, 10, failed ? "failed" : "completed");
    }
    if (!world.counts[forWantOfRoom]) world.note("struck", ["no run met the full disk"]);
    const last = await world.startRun();
    await world.settle(last, 120);
  },
};

const forWantOfRoom = "runs failed for want of room";

/** True when it failed, which has to name the cause. */
async function sayHowItEnded(world: World, id: number): Promise<boolean> {
  const failed = (await world.status(id)) === "failed";
  const problem = String(
    await world.value("SELECT problem FROM console.job_runs WHERE id = $1", [id]),
  );
  if (failed && !problem.includes("53100"))
    world.note("own", [`a run failed otherwise: ${problem}`]);
  world.add(failed ? forWantOfRoom : "runs that got through");
  return failed;
}

/**
 * A run that has no room for its tables; it has begun nothing, or waits for the server and gets through. It
 * is as of long ago, so that what there is to cut is there for the next.
 */
async function planWithoutRoom(
  world: World,
  server: FaultServer,
  worker: ChildProcess,
): Promise<void> {
  worker.kill("SIGSTOP");
  const id = await world.startEarlier(3_650);
  const ballast = fill(server);
  world.add("times full");
  worker.kill("SIGCONT");
  await world.until(async () => (await world.status(id)) === "failed", 20);
  fs.rmSync(ballast);
  await server.start();
  await world.until(async () => !(await world.isActive(id)), 120);
  await sayHowItEnded(world, id);
}

async function fillForAWhile(world: World, server: FaultServer): Promise<void> {
  const ballast = fill(server);
  world.add("times full");
  // Circulation goes on writing, so that the last of the log's room is used as well.
  await world.until(async () => !(await world.value("SELECT true")), 8);
  await sleep(500);
  fs.rmSync(ballast);
  await server.start();
}

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
