import { setTimeout as sleep } from "node:timers/promises";
import type { Scenario } from "./scenario.ts";

const schedulers = 3;

export const schedulersMeet: Scenario = {
  id: "F8",
  title: "three schedulers, missed times, a restart at the due second",
  short: { loans: 1_000, batch: 500, times: 1 },
  long: { loans: 1_000, batch: 500, times: 20 },
  async run(world, { times }) {
    for (let round = 0; round < times; round += 1) {
      // Ten times were missed while nobody was there: it is caught up once.
      await world.expectScheduled("10 days");
      const before = Number(await world.value("SELECT count(*) FROM console.job_runs"));
      const workers = await Promise.all(
        Array.from({ length: schedulers }, () => world.workers.next()),
      );
      const id = await world.scheduledRun();
      const [first] = workers;
      if (first && round % 2 === 1) await world.workers.kill(first);
      if (id === null) return world.note("own", ["nothing was started"]);
      if (round % 2 === 1) {
        await world.endLeases(id);
        await world.call(id);
      }
      await world.settle(id, 60, round === 0 ? "completed" : "completedWithNoRecords");
      // Long enough for every scheduler to have looked again.
      await sleep(6_000);
      const made = Number(await world.value("SELECT count(*) FROM console.job_runs")) - before;
      if (made !== 1) world.note("own", [`${made} runs were made of one due time`]);
      world.add("due times");
      for (const worker of workers) await world.workers.kill(worker);
    }
  },
};
