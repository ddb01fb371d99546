import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import type { Scenario } from "./scenario.ts";
import type { World } from "./world.ts";

const schedulers = 3;

export const schedulersMeet: Scenario = {
  id: "F8",
  title: "three schedulers, missed times, one of them killed as it takes a due time",
  short: { loans: 1_000, batch: 500, times: 2 },
  long: { loans: 1_000, batch: 500, times: 20 },
  async run(world, { times }) {
    for (let round = 0; round < times && !world.isBroken(); round += 1) {
      // Ten times were missed while nobody was there: it is caught up once.
      await world.expectScheduled("10 days");
      const before = Number(await world.value("SELECT count(*) FROM console.job_runs"));
      if (round > 0) await killedAsItTakes(world, round);
      const workers = await Promise.all(
        Array.from({ length: schedulers }, () => world.workers.next()),
      );
      const id = await world.scheduledRun();
      if (id === null) return world.note("own", ["nothing was started"]);
      await world.call(id);
      await world.settle(id, 60, round === 0 ? "completed" : "completedWithNoRecords");
      // Long enough for every scheduler to have looked again.
      await sleep(6_000);
      const made = Number(await world.value("SELECT count(*) FROM console.job_runs")) - before;
      if (made !== 1) world.note("own", [`${made} runs were made of one due time`]);
      world.add("due times");
      for (const worker of workers) await world.workers.kill(worker);
    }
    if (times > 1 && !world.counts.kills) world.note("struck", ["no scheduler was killed"]);
  },
};

/** A scheduler alone, killed at the next statement of those that take the time and start its run: round after round one later. */
async function killedAsItTakes(world: World, round: number): Promise<void> {
  const killAt = { kind: "due", statement: round, moment: "sent" } as const;
  const worker = await world.workers.next({ killAt });
  const gone = once(worker, "exit").then(() => "gone");
  // Beyond the last statement it lives, and has started the run.
  const done = new Promise((resolve) =>
    worker.on("message", (said) => said === "clean" && resolve(said)),
  );
  if ((await Promise.race([gone, done, sleep(30_000)])) === "gone") world.add("kills");
  await world.workers.kill(worker);
}
