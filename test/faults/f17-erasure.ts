import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { postgresPrograms } from "#db/postgres-programs.ts";
import { canariesIn, placeCanaries, startMaintenance } from "./maintenance.ts";
import type { Scenario } from "./scenario.ts";
import type { FaultServer } from "./server.ts";
import type { World } from "./world.ts";

/** Runs one after another, each as of so many days ago and so with something left for the next. */
const daysAgo = [150, 100, 60, 0];

export const erasedLate: Scenario = {
  id: "F17",
  alone: true,
  title: "kill -9 of the maintenance, and of the server, between the cut and its erasure",
  short: { loans: 2_000, batch: 200, times: 2 },
  long: { loans: 20_000, batch: 500, times: 20 },
  async run(world, { times }, server) {
    await placeCanaries(world);
    await world.prepare();
    const runs = daysAgo.slice(-Math.ceil(times / 5));
    const cut = new Set<string>();
    await world.workers.next();
    for (const [nth, days] of runs.entries()) {
      const holder = nth === 0 ? await holdSnapshot(world) : null;
      const before = new Set(cut);
      const id = await runAsOf(world, days);
      for (const loan of await cutLoans(world)) cut.add(loan);
      await control(world, cut, before);
      if (holder) await staysCut(world, id, holder);
      for (let n = 0; n < Math.ceil(times / runs.length); n += 1) {
        await killMaintenance(world);
        if (n % 3 === 2) await killServer(world, server);
        await saidOnlyWhatIs(world, id, cut, before);
      }
      if (world.isBroken()) return;
      await endsErased(world, id);
      await saidOnlyWhatIs(world, id, cut, before);
      if (days === 0) await world.settle(id, 60);
    }
    if (!world.counts.kills) world.note("struck", ["no maintenance was killed"]);
    if (times > 2 && !world.counts["while a table was rewritten"])
      world.note("struck", ["no maintenance was killed while it rewrote"]);
  },
};

async function runAsOf(world: World, days: number): Promise<number> {
  if (days === 0) await world.traffic();
  const id = days === 0 ? await world.startRun() : await world.startEarlier(days);
  if (days === 0) await world.untilPlanned(id);
  await world.until(async () => !(await world.isActive(id)), 120);
  return id;
}

async function cutLoans({ pool }: World): Promise<string[]> {
  const { rows } = await pool.query<{ key: string }>(
    "SELECT key FROM faults.cuts WHERE family = 'loans'",
  );
  return rows.map(({ key }) => key);
}

/** A scan that does not find what is there proves nothing. */
async function control(world: World, cut: Set<string>, before: Set<string>): Promise<void> {
  const there = await canariesIn(world, "tables");
  const fresh = [...cut].filter((loan) => !before.has(loan));
  const found = fresh.filter((loan) => there.has(loan)).length;
  if (fresh.length === 0 || found < fresh.length / 2)
    world.note("struck", [
      `the scan finds ${found} of ${fresh.length} links that were cut just now`,
    ]);
  world.add("links cut and still in files", found);
}

interface Erasure extends Record<string, unknown> {
  erased: boolean;
  recycled: boolean;
  waits: string | null;
}
async function erasure({ pool }: World, id: number): Promise<Erasure | undefined> {
  const { rows } = await pool.query<Erasure>(
    `SELECT erased_at IS NOT NULL AS erased, logs_recycled_at IS NOT NULL AS recycled, waits FROM console.run_erasures WHERE run_id = $1`,
    [id],
  );
  return rows[0];
}

/** What counts as erased is in no file; asked before the look, since it only grows. */
async function saidOnlyWhatIs(world: World, id: number, cut: Set<string>, before: Set<string>) {
  const said = await erasure(world, id);
  const left = async (place: "tables" | "log", gone: Set<string>) =>
    [...(await canariesIn(world, place))].filter((loan) => gone.has(loan)).length;
  const inTables = await left("tables", said?.erased ? cut : before);
  if (inTables > 0) world.note("own", [`${inTables} links count as erased and are in a file`]);
  const inLog = said?.recycled ? await left("log", cut) : 0;
  if (inLog > 0) world.note("own", [`${inLog} links count as gone from the log and are there`]);
  world.add("scans");
}

async function holdSnapshot(world: World): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: world.url,
    application_name: "holds a snapshot",
  });
  client.on("error", () => {});
  await client.connect();
  await client.query(
    "BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM patron.loan_links",
  );
  return client;
}

/** While somebody can still look back behind the run nothing is erased, and the report says who it is. */
async function staysCut(world: World, id: number, holder: pg.Client): Promise<void> {
  const { rows } = await holder.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
  await once(startMaintenance(world), "exit");
  const said = await erasure(world, id);
  if (said?.erased || !said?.waits?.includes(`backend ${rows[0]?.pid} (holds a snapshot`))
    world.note("own", [`under an older snapshot a run is ${JSON.stringify(said)}`]);
  await holder.end();
}

/** In its work, most of which is the rewriting of tables. */
async function killMaintenance(world: World): Promise<void> {
  const maintenance = startMaintenance(world);
  const gone = once(maintenance, "exit");
  const atWork = `SELECT query LIKE 'VACUUM%' AS rewrites FROM pg_stat_activity
    WHERE application_name = 'lethe maintain' AND datname = current_database() AND state = 'active'`;
  await world.until(
    async () => maintenance.exitCode !== null || (await world.value(atWork)) !== undefined,
    20,
  );
  // The first at once, and then at any moment of its work: what one has finished is not there for the next.
  await sleep(world.random() * 50 * Math.min(world.counts.kills ?? 0, 5));
  const rewrites = await world.value(atWork);
  maintenance.kill("SIGKILL");
  const [, signal] = (await gone) as [unknown, string | null];
  if (signal) world.add("kills");
  if (signal && rewrites === true) world.add("while a table was rewritten");
}

async function killServer(world: World, server: FaultServer): Promise<void> {
  const { cluster, run } = postgresPrograms(server.folder);
  const maintenance = startMaintenance(world);
  await sleep(1_000 + world.random() * 1_000);
  run("pg_ctl", ["stop", "-D", cluster, "-w", "-m", "immediate"], "ignore");
  if (maintenance.exitCode === null) await once(maintenance, "exit");
  await server.start();
  await world.until(() => world.value("SELECT true"), 30);
  world.add("servers stopped");
}

/** Undisturbed, a maintenance goes on where the killed ones were. */
async function endsErased(world: World, id: number): Promise<void> {
  const ended = await world.until(async () => {
    await once(startMaintenance(world), "exit");
    const said = await erasure(world, id);
    return said?.erased && said.recycled;
  }, 60);
  if (!ended)
    world.note("own", [`a run is never erased: ${JSON.stringify(await erasure(world, id))}`]);
}
