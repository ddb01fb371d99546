import { afterEach, beforeEach, expect, test } from "vitest";
import { sql } from "drizzle-orm";
import { openDatabase, type Database } from "#db/client.ts";
import { Refusal } from "#lib/refusal.ts";
import type { Schedule, ScheduleColumns } from "#lib/schedule.ts";
import { testDatabase, type TestDatabase } from "../../test/database.ts";
import { nextRun } from "./schedule-times.ts";
import { readSchedule, rescheduleAll, saveSchedule, takeDue } from "./schedules.ts";

let home: TestDatabase;
let db: Database;
beforeEach(async () => {
  home = await testDatabase();
  db = openDatabase(home.url);
  await home.pool.query("UPDATE console.institution SET time_zone = 'Europe/Zurich'");
});
afterEach(async () => {
  await db.end();
  await home.drop();
});

const save = (schedule: Schedule, active = true, missedWithinHours?: number | null) =>
  db.transaction("lethe_web", (tx) =>
    saveSchedule(tx, { job: "anonymization", active, schedule, missedWithinHours }),
  );
const read = () => db.transaction("lethe_web", (tx) => readSchedule(tx, "anonymization"));
const due = () => db.transaction("lethe_worker", (tx) => takeDue(tx, "anonymization", sql`false`));

test("a cron expression is stored, and its time is one of the institution's zone", async () => {
  await save({ every: "cron", cron: "30 2 * * *" });
  const schedule = await read();
  expect(schedule.schedule).toEqual({ every: "cron", cron: "30 2 * * *" });
  expect(schedule.nextRunLocal).toMatch(/T02:30$/);
  await home.pool.query("UPDATE console.institution SET time_zone = 'Asia/Tokyo'");
  await db.transaction("lethe_web", rescheduleAll);
  expect((await read()).nextRunLocal).toMatch(/T02:30$/);
});

test("a cron expression that says a day and a time comes as the plain schedule does", async () => {
  await save({ every: "week", on: "Sunday", at: "03:00" });
  const plain = await read();
  await save({ every: "cron", cron: "0 3 * * 0" });
  expect((await read()).nextRunAt).toBe(plain.nextRunAt);
});

test.each(["61 2 * * *", "a b c d e", "0 0 31 2 *"])(
  "%s never comes true and is refused, even of an inactive job",
  async (cron) => {
    const before = await read();
    await expect(save({ every: "cron", cron }, false)).rejects.toThrow(Refusal);
    expect(await read()).toEqual(before);
  },
);

test.each<Schedule>([
  { every: "day", at: "02:00" },
  { every: "cron", cron: "*/5 * * * *" },
])("%j that fell due several times is due once, and then in the future", async (schedule) => {
  await save(schedule);
  await home.pool.query(
    "UPDATE console.schedules SET next_run_at = now() - interval '10 days' WHERE active",
  );
  expect(await due()).toEqual({ leftOut: null });
  expect(await due()).toBeNull();
  const { rows } = await home.pool.query(
    "SELECT next_run_at > now() AS ahead FROM console.schedules WHERE job = 'anonymization'",
  );
  expect(rows).toEqual([{ ahead: true }]);
});

test.each<[string, [string, number | null, number | null], string, string]>([
  ["the 31st", ["month", null, 31], "2026-01-31 01:59", "2026-01-31 02:00"],
  ["the 31st, in February", ["month", null, 31], "2026-01-31 02:00", "2026-02-28 02:00"],
  ["the 31st, in a leap year", ["month", null, 31], "2028-02-01 00:00", "2028-02-29 02:00"],
  ["the 30th, in April", ["month", null, 30], "2026-04-01 00:00", "2026-04-30 02:00"],
  ["Sunday, as the clocks go on", ["week", 7, null], "2026-03-28 12:00", "2026-03-29 03:00"],
])("%s at two is the next of its kind", async (_what, kind, after, next) => {
  const { rows } = await home.pool.query(
    `SELECT to_char(console.next_occurrence($1, $2, $3, '02:00', zone, $4::timestamp AT TIME ZONE zone) AT TIME ZONE zone,
       'YYYY-MM-DD HH24:MI') AS next FROM (VALUES ('Europe/Zurich')) AS here (zone)`,
    [...kind, after],
  );
  expect(rows).toEqual([{ next }]);
});

/** Milliseconds; a worker may be away through the night, and looks every ten minutes once it is back. */
const tenMinutes = 600_000;

test.each<[string, ScheduleColumns]>([
  ["plain", { every: "week", weekday: 7, monthDay: null, at: "02:30", cron: null }],
  ["cron", { every: "cron", weekday: null, monthDay: null, at: null, cron: "30 2 * * 0" }],
])(
  "on both Sundays that move the clock a weekly %s schedule comes once, whenever it is looked at",
  async (_name, columns) => {
    const nextAfter = async (moment: number) =>
      db.transaction("lethe_web", async (tx) => {
        const after = sql`${new Date(moment).toISOString()}::timestamptz`;
        return Date.parse(await nextRun(tx, columns, after));
      });
    for (const sunday of ["2026-03-29", "2026-10-25"]) {
      const [midnight, noon] = [Date.parse(`${sunday}T00:00Z`), Date.parse(`${sunday}T12:00Z`)];
      const expected = await nextAfter(midnight - 7_200_000);
      for (let back = midnight; back < midnight + 18 * tenMinutes; back += tenMinutes) {
        let [next, times] = [expected, 0];
        for (let now = back; now < noon; now += tenMinutes) {
          if (now < next) continue;
          times += 1;
          next = await nextAfter(now);
        }
        expect([new Date(back).toISOString(), times]).toEqual([new Date(back).toISOString(), 1]);
      }
    }
  },
);

test("an hour that comes twice has two times of an hourly expression", async () => {
  const columns = {
    every: "cron",
    weekday: null,
    monthDay: null,
    at: null,
    cron: "30 * * * *",
  } as const;
  const after = sql`'2026-10-25T01:10Z'::timestamptz`;
  expect(await db.transaction("lethe_web", (tx) => nextRun(tx, columns, after))).toBe(
    "2026-10-25T01:30:00.000Z",
  );
});

test("what is due stays due when the zone changes", async () => {
  await save({ every: "day", at: "02:00" });
  await home.pool.query(
    "UPDATE console.schedules SET next_run_at = now() - interval '1 hour' WHERE active",
  );
  await db.transaction("lethe_web", rescheduleAll);
  expect(await due()).toEqual({ leftOut: null });
});

const hoursAgo = async (hours: number) =>
  (
    await home.pool.query<{ at: string }>(
      `SELECT to_char((now() - interval '1 hour' * ${hours}) AT TIME ZONE 'UTC', 'HH24:MI') AS at`,
    )
  ).rows[0]!.at;
const missTenTimes = () =>
  home.pool.query(
    "UPDATE console.schedules SET next_run_at = next_run_at - interval '10 days' WHERE active",
  );

test.each<[number | null, number, boolean]>([
  [null, 3, true],
  [4, 3, true],
  [2, 3, false],
  [0, 3, false],
  [0, 0.1, true],
])(
  "ten times missed within %j hours, the last of them %d hours ago, are caught up once or not at all",
  async (within, last, caughtUp) => {
    await home.pool.query("UPDATE console.institution SET time_zone = 'UTC'");
    const at = await hoursAgo(last);
    const [hour, minute] = at.split(":").map(Number);
    for (const schedule of [
      { every: "day", at },
      { every: "cron", cron: `${minute} ${hour} * * *` },
    ] as Schedule[]) {
      await save(schedule, true, within);
      const { nextRunLocal } = await read();
      await missTenTimes();
      const since = (await read()).nextRunLocal;
      const taken = await due();
      expect(taken?.leftOut ?? null).toEqual(
        caughtUp
          ? null
          : expect.stringMatching(/^Due since .+\. (A missed time waits|What is more)/),
      );
      expect(await due()).toBeNull();
      expect(await read()).toMatchObject({ nextRunLocal, leftOutLocal: caughtUp ? null : since });
    }
  },
);

test("what was left out is told until a time of it is not", async () => {
  await home.pool.query("UPDATE console.institution SET time_zone = 'UTC'");
  await save({ every: "day", at: await hoursAgo(3) }, true, 1);
  await missTenTimes();
  const since = (await read()).nextRunLocal;
  await due();
  await home.pool.query(
    "UPDATE console.schedules SET next_run_at = next_run_at - interval '2 days' WHERE active",
  );
  await due();
  expect((await read()).leftOutLocal).toBe(since);
  await home.pool.query("UPDATE console.schedules SET next_run_at = now() WHERE active");
  expect(await due()).toEqual({ leftOut: null });
  expect((await read()).leftOutLocal).toBeNull();
});

test("who changes only what becomes of missed times moves no time that is due", async () => {
  await save({ every: "day", at: "02:00" }, true, null);
  await missTenTimes();
  const { nextRunAt } = await read();
  await save({ every: "day", at: "02:00" }, true, 0);
  expect(await read()).toMatchObject({ nextRunAt, missedWithinHours: 0 });
  await save({ every: "day", at: "02:00" });
  expect(await read()).toMatchObject({ nextRunAt, missedWithinHours: 0 });
});

test("a schedule has a time or an expression, never both or neither", async () => {
  for (const set of ["cron = '0 2 * * *'", "at = NULL", "every = 'cron'"]) {
    const changed = home.pool.query(
      `UPDATE console.schedules SET ${set} WHERE job = 'anonymization'`,
    );
    await expect(changed).rejects.toMatchObject({ code: "23514" });
  }
});
