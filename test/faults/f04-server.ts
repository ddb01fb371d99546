import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { postgresPrograms } from "#db/postgres-programs.ts";
import type { Scenario } from "./scenario.ts";
import type { FaultServer } from "./server.ts";
import type { World } from "./world.ts";

type Strike = (world: World, server: FaultServer) => Promise<void>;

const backends = (world: World, limit: number) =>
  world.pool.query<{ pid: number }>(
    `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'lethe%' ORDER BY random() LIMIT ${limit}`,
  );

/** Ends every connection of the worker. */
const terminates: Strike = async (world) => {
  for (const { pid } of (await backends(world, 20)).rows)
    await world.pool.query("SELECT pg_terminate_backend($1)", [pid]);
  world.add("terminations");
};

/** The server takes the death of one of its processes for damage, and begins anew with all. */
const killsBackend: Strike = async (world) => {
  const [one] = (await backends(world, 1)).rows;
  if (!one) return;
  // It notices after a moment in which it still answers.
  const bystander = new pg.Client(world.url);
  const cut = new Promise<void>((resolve) => {
    bystander.on("error", () => resolve());
    bystander.on("end", () => resolve());
  });
  await bystander.connect();
  process.kill(one.pid, "SIGKILL");
  world.add("backends killed");
  await cut;
  await world.until(() => world.value("SELECT true"), 30);
};

const stopsServer: Strike = async (world, server) => {
  const { cluster, run } = postgresPrograms(server.folder);
  run("pg_ctl", ["stop", "-D", cluster, "-w", "-m", "immediate"], "ignore");
  await sleep(world.random() * 500);
  await server.start();
  world.add("servers stopped");
};

export const brokenServer: Scenario = {
  id: "F4",
  alone: true,
  title: "connections cut, a backend killed, the server stopped at once",
  short: { loans: 4_000, batch: 25, times: 1 },
  long: { loans: 20_000, batch: 20, times: 30 },
  async run(world, { times }, server) {
    const id = await world.startRun();
    await world.traffic();
    await world.workers.next();
    await world.untilPlanned(id);
    await world.watched(async () => {
      for (const strike of [terminates, killsBackend, stopsServer]) {
        for (let n = 0; n < times && (await mayStrike(world, id)); n += 1) {
          await world.progress(id, 10);
          await sleep(world.random() * 100);
          await strike(world, server);
        }
      }
      await world.settle(id, 180);
    });
  },
};

/** False once the run has ended; a server that is on its way back is waited for. */
const mayStrike = async (world: World, id: number) =>
  (await world.until(async () => ({ active: await world.isActive(id) }), 60))?.active ?? false;
