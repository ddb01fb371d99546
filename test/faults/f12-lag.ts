import fs from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { startEmbedded, stopEmbedded } from "#db/embedded.ts";
import type { Scenario } from "./scenario.ts";
import type { FaultServer } from "./server.ts";
import type { World } from "./world.ts";

/** While this file lies beside the cluster nothing can be archived. */
const fullArchive = "archive-is-full";

export const laggingReplica: Scenario = {
  id: "F12",
  title: "a replica that does not follow, a log that cannot be archived",
  short: null,
  long: { loans: 20_000, batch: 10, times: 3 },
  settings: { archive_mode: "on", archive_command: `test ! -e ${fullArchive}` },
  edits: [
    { module: "jobs/engine/pressure.ts", from: "behind: 256 * 2 ** 20", to: "behind: 2 ** 18" },
  ],
  async run(world, { times }, server) {
    const replica = await coldCopy(server);
    const follower = new pg.Client(replica.adminUrl);
    await follower.connect();
    const archive = path.join(server.folder, "postgres", fullArchive);
    try {
      const id = await world.startRun();
      await world.traffic();
      await world.workers.next();
      await world.untilPlanned(id);
      await world.watched(async () => {
        for (let n = 0; n < times && (await world.isActive(id)); n += 1) {
          await world.progress(id);
          await standsStill(world, id, /replica/, {
            begin: () => follower.query("SELECT pg_wal_replay_pause()"),
            end: () => follower.query("SELECT pg_wal_replay_resume()"),
          });
          await world.progress(id);
          await standsStill(world, id, /archived/, {
            begin: async () => {
              fs.writeFileSync(archive, "");
              await world.pool.query("SELECT pg_switch_wal()");
            },
            end: async () => {
              fs.rmSync(archive);
              await world.pool.query("SELECT pg_switch_wal()");
            },
          });
        }
        await world.settle(id, 180);
      });
      for (const waited of ["replica", "archived"])
        if (!world.counts[`times waited (${waited})`])
          world.note("struck", [`the run never waited (${waited})`]);
    } finally {
      await follower.end();
      await stopEmbedded(replica.folder);
      fs.rmSync(replica.folder, { recursive: true, force: true });
    }
  },
};

/** A standby out of a copy of the stopped server's folder. */
async function coldCopy(server: FaultServer) {
  const folder = `${server.folder}-replica`;
  const primary = new URL((await server.start()).adminUrl);
  await stopEmbedded(server.folder);
  fs.rmSync(folder, { recursive: true, force: true });
  fs.cpSync(server.folder, folder, { recursive: true, preserveTimestamps: true });
  await server.start();
  const cluster = path.join(folder, "postgres");
  fs.rmSync(path.join(cluster, "postmaster.opts"));
  fs.writeFileSync(path.join(cluster, "standby.signal"), "");
  const { hostname, port, username, password } = primary;
  const { adminUrl } = await startEmbedded({
    dataFolder: folder,
    settings: {
      primary_conninfo: `host=${hostname} port=${port} user=${username} password=${password}`,
      max_connections: "200",
    },
  });
  return { folder, adminUrl };
}

/** From `begin` on no batch is begun, the run says why, and after `end` it goes on. */
async function standsStill(
  world: World,
  id: number,
  factor: RegExp,
  { begin, end }: { begin(): Promise<unknown>; end(): Promise<unknown> },
): Promise<void> {
  const waitsFor = async () =>
    String(await world.value("SELECT waits_for FROM console.job_runs WHERE id = $1", [id]));
  await begin();
  const waits = await world.until(
    async () => factor.test(await waitsFor()) || !(await world.isActive(id)),
    90,
  );
  if (!(await world.isActive(id))) world.note("own", [`the run ended beside ${factor.source}`]);
  else if (waits) {
    // Another worker may have begun a last batch before it looked.
    await sleep(1_500);
    const before = await world.batches();
    await sleep(1_500);
    const begun = (await world.batches()) - before;
    if (begun > 0) world.note("own", [`${begun} batches were begun meanwhile`]);
    world.add(`times waited (${factor.source})`);
  }
  if (!waits) world.note("own", [`the run did not wait: ${await waitsFor()}`]);
  await end();
  await world.until(async () => !factor.test(await waitsFor()), 60);
}
