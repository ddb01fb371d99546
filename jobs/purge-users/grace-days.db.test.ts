import { expect, test } from "vitest";
import { startRun } from "../engine/start.ts";
import { everyone, freshUsers } from "./testing.ts";

const { pool, db, purge, work, living, value } = freshUsers(3);

const inZone = (zone: string) =>
  pool().query("UPDATE console.institution SET time_zone = $1", [zone]);
const asked = { ...everyone, daysAfterPurgeDate: 3 };

/** Days after a day, in UTC, where every day is as long as another. */
const after = (day: string, days: number) =>
  new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);

test.each([
  ["Europe/Zurich", "2026-03-29"],
  ["Europe/Berlin", "2026-03-29"],
  ["Europe/Berlin", "2025-10-26"],
  ["Pacific/Auckland", "2026-04-05"],
  ["Pacific/Auckland", "2026-09-27"],
  ["America/St_Johns", "2026-03-08"],
])("grace days count to the day in %s, over the change of the clocks on %s", async (zone, day) => {
  await inZone(zone);
  await pool().query(
    `UPDATE patron.users SET purge_date = CASE id WHEN 1 THEN $1::date - 1 WHEN 2 THEN $1::date END`,
    [day],
  );
  await purge(asked, { asOf: after(day, 1) });
  expect(await living()).toEqual([1, 2, 3]);
  await purge(asked, { asOf: after(day, 2) });
  expect(await living()).toEqual([2, 3]);
  await purge(asked, { asOf: after(day, 3) });
  expect(await living()).toEqual([3]);
});

// Between them these zones always have three days, or two.
test.each(["Pacific/Kiritimati", "Europe/Berlin", "Pacific/Pago_Pago"])(
  "a run that names no day counts to today in %s",
  async (zone) => {
    await inZone(zone);
    const today = () => value(`SELECT (now() AT TIME ZONE '${zone}')::date::text`);
    const before = await today();
    const { id } = await db().transaction("lethe_web", (tx) =>
      startRun(tx, { job: "purge-users", submittedVia: "screen", options: asked, confirm: 1 }),
    );
    const cutOff = String(await value(`SELECT cut_off::text FROM console.job_runs`));
    expect([before, await today()]).toContain(cutOff);
    await pool().query(
      `UPDATE patron.users SET purge_date = CASE id WHEN 1 THEN $1::date - 3 WHEN 2 THEN $1::date - 2 END`,
      [cutOff],
    );
    await work(id);
    expect(await living()).toEqual([2, 3]);
  },
);
