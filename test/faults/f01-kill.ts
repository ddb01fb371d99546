import { setTimeout as sleep } from "node:timers/promises";
import type { ChildProcess } from "node:child_process";
import {
  addUsers,
  lookAtPeople,
  settlePeople,
  startPurge,
  startUpdate,
  watchPeople,
} from "./people.ts";
import { timeRecovery } from "./how-soon.ts";
import type { Scenario } from "./scenario.ts";
import type { World } from "./world.ts";

export const killedAnywhere: Scenario = {
  id: "F1",
  title: "kill -9 of the worker at random moments, in each job that changes users or records",
  short: { loans: 2_500, batch: 25, times: 5 },
  long: { loans: 40_000, batch: 40, times: 200 },
  async run(world, { times }) {
    const id = await world.startRun();
    await world.traffic();
    let worker = await world.workers.next();
    await world.untilPlanned(id);
    await world.watched(async () => {
      worker = await killRepeatedly(world, id, times, worker);
      // Last, since who is there meanwhile works on.
      const timed = times < 50 ? 0 : times / 40;
      for (let n = 0; n < timed && (await world.isActive(id)); n += 1)
        worker = await timeRecovery(world, id, worker);
      await world.settle(id, 120);
    });
    if (world.isBroken()) return;
    // Who goes is who has no records, so that nothing keeps them.
    await addUsers(world, Math.min(times * 200, 12_000));
    await watchPeople(
      world,
      "u.id % 10 > 0 AND NOT EXISTS (SELECT FROM patron.loan_links l WHERE l.user_id = u.id)",
    );
    for (const start of [startUpdate, startPurge]) {
      const run = await start(world);
      await world.watched(
        async () => {
          worker = await killRepeatedly(world, run, Math.ceil(times / 5), worker);
          await settlePeople(world, run, 120);
        },
        () => lookAtPeople(world),
      );
    }
  },
};

/** So often, or until the run has ended. Returns the worker that lives. */
async function killRepeatedly(
  world: World,
  id: number,
  times: number,
  first: ChildProcess,
): Promise<ChildProcess> {
  let worker = first;
  let kills = 0;
  for (let kill = 0; kill < times && !world.isBroken() && (await world.isActive(id)); kill += 1) {
    await world.progress(id);
    // Now and then the next one is there before this one dies.
    const overlap = world.random() < 0.3 ? await world.workers.next() : undefined;
    await sleep(world.random() * 120);
    if (await world.isActive(id)) kills += 1;
    await world.workers.kill(worker);
    await world.call(id);
    worker = overlap ?? (await world.workers.next());
  }
  // Where kills were few, the last leases are not waited for; where they were many, they are.
  if (times < 50) await world.endLeases(id);
  await world.call(id);
  world.add("kills", kills);
  if (kills < times / 2) world.note("struck", [`only ${kills} of ${times} kills met run ${id}`]);
  return worker;
}
