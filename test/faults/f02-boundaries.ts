import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { checks } from "./invariants.ts";
import type { Scenario } from "./scenario.ts";
import type { WorkerOrders } from "./workers.ts";
import type { World } from "./world.ts";

type Kill = NonNullable<WorkerOrders["killAt"]>;
const moments = ["before", "sent"] as const;

export const killedAtEveryStatement: Scenario = {
  id: "F2",
  title: "kill -9 before and just after every statement of a run",
  short: { loans: 1_000, batch: 60, times: 1 },
  long: { loans: 4_000, batch: 60, times: 4 },
  async run(world, { times }) {
    const id = await world.startRun();
    // The whole of a batch always; the plan, the claim and the end of a run where there is time for it.
    const kinds: Kill["kind"][] = times > 1 ? ["plan", "claim", "batch", "settle"] : ["batch"];
    await world.watched(async () => {
      for (const kind of kinds) {
        for (const moment of moments) await everyStatement(world, id, kind, moment);
      }
      await world.endLeases(id);
      await world.call(id);
      await world.workers.next();
      await world.settle(id, 120);
    });
  },
};

/** Statement 1, 2, … until a transaction gets to its end. */
async function everyStatement(
  world: World,
  id: number,
  kind: Kill["kind"],
  moment: Kill["moment"],
) {
  for (let statement = 1; (await world.isActive(id)) && !world.isBroken(); statement += 1) {
    // Once, a run whose rows are all done is left alone until it counts as interrupted.
    if (kind === "settle" && statement === 2) await sleep(17_000);
    await world.endLeases(id);
    await world.call(id);
    const worker = await world.workers.next({ killAt: { kind, statement, moment } });
    const clean = new Promise<boolean>((resolve) => {
      worker.on("message", (message) => message === "clean" && resolve(true));
    });
    const killed = once(worker, "exit").then(() => false);
    const patience = world.until(async () => !(await world.isActive(id)), 30).then(() => true);
    const isClean = await Promise.race([clean, killed, patience]);
    await world.workers.kill(worker);
    if (isClean) return;
    world.add("kills");
    // A killed client's statement may go on at the server for a moment.
    await world.until(
      () =>
        world.value(
          "SELECT NOT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'lethe' AND state <> 'idle' AND pid <> pg_backend_pid())",
        ),
      5,
    );
    for (const name of ["IF2", "IF4", "IF5"] as const)
      world.note(name, await checks[name](world.pool, id));
  }
}
