import type { Scenario } from "./scenario.ts";
import type { World } from "./world.ts";

interface Setting {
  /** The institution's. */
  zone: string;
  /** What sessions have unless they say otherwise. */
  session: string;
  /** How far the worker's host is off. */
  clockShiftDays: number;
}

/** West to east: no day goes back. */
const settings: Setting[] = [
  { zone: "Pacific/Pago_Pago", session: "Pacific/Kiritimati", clockShiftDays: 400 },
  { zone: "America/St_Johns", session: "Pacific/Kiritimati", clockShiftDays: -400 },
  { zone: "UTC", session: "Pacific/Pago_Pago", clockShiftDays: 1 },
  { zone: "Europe/Paris", session: "UTC", clockShiftDays: 0 },
  { zone: "Asia/Kathmandu", session: "America/New_York", clockShiftDays: -1 },
  { zone: "Pacific/Kiritimati", session: "Pacific/Pago_Pago", clockShiftDays: 400 },
];

export const wrongClocks: Scenario = {
  id: "F7",
  title: "zones, sessions of another zone, a host clock 400 days off",
  short: { loans: 1_000, batch: 500, times: 2 },
  long: { loans: 6_000, batch: 500, times: settings.length },
  async run(world, { times }) {
    const asked = times < settings.length ? [settings[0], settings.at(-1)] : settings;
    for (const setting of asked)
      if (setting && !world.isBroken()) await runScheduled(world, setting);
  },
};

/** The worker itself decides which day it is: the schedule starts the run. */
async function runScheduled(world: World, { zone, session, clockShiftDays }: Setting) {
  const database = new URL(world.url).pathname.slice(1);
  await world.pool.query(`ALTER DATABASE ${database} SET timezone = '${session}'`);
  await world.pool.query("UPDATE console.institution SET time_zone = $1", [zone]);
  await world.pool.query("SELECT patron.rederive_days()");
  // By the days alone the next zone has nothing more to take at most hours of ours.
  await world.pool.query("UPDATE patron.users SET expiry_date = expiry_date - 15");
  await world.expectScheduled();
  const worker = await world.workers.next({ clockShiftDays });
  const id = await world.scheduledRun();
  if (id === null) return world.note("own", [`nothing was started in ${zone}`]);
  await world.settle(id, 60);
  const cutOff = await world.value(
    "SELECT r.cut_off = c.cut_off FROM console.job_runs r, faults.circumstances c WHERE r.id = $1",
    [id],
  );
  if (cutOff !== true) world.note("IF2", [`days were not counted to the day of ${zone}`]);
  world.add("settings");
  await world.workers.kill(worker);
}
