import { expect, test } from "vitest";
import { NotFound, Refusal } from "#lib/refusal.ts";
import { databaseForEach } from "../../test/database-for-each.ts";
import { forgetBackup, readBackup, tellBackup } from "./backups.ts";
import { readRunLimits, saveRunLimits } from "./run-limits.ts";

const { home, db } = databaseForEach(async () => {});

const tell = (at: string) => db().transaction("lethe_web", (tx) => tellBackup(tx, at));
const known = () => db().transaction("lethe_web", readBackup);
const agoOf = async (interval: string) =>
  (
    await home().pool.query<{ at: string }>(
      `SELECT to_char((now() - interval '${interval}') AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at`,
    )
  ).rows[0]!.at;

test("until one is told of none is known, and that is too old", async () => {
  expect(await known()).toEqual({
    madeAt: null,
    madeLocal: null,
    takenBack: false,
    warnHours: 48,
    required: false,
    tooOld: true,
  });
});

test("of several the newest counts, whichever is told of last, and each is in the audit's words", async () => {
  const [old, young] = [await agoOf("3 days"), await agoOf("2 hours")];
  await tell(old);
  expect(await known()).toMatchObject({ madeAt: old, tooOld: true });
  expect(await tell(young)).toMatchObject({ before: { newest: old }, after: { newest: young } });
  expect(await known()).toMatchObject({ madeAt: young, tooOld: false });
  expect(await tell(old)).toMatchObject({ after: { newest: young, told: old } });
  expect(await known()).toMatchObject({ madeAt: young });
});

test("a time that was wrong is taken back once, and an earlier one may be told of then", async () => {
  const forget = () => db().transaction("lethe_web", forgetBackup);
  const [right, wrong] = [await agoOf("3 days"), await agoOf("2 hours")];
  await expect(forget()).rejects.toThrow("there is nothing to take back");
  await tell(wrong);
  expect(await forget()).toEqual({
    action: "backup.forget",
    subject: "verified backup",
    before: { newest: wrong },
  });
  expect(await known()).toMatchObject({ madeAt: null, takenBack: true, tooOld: true });
  await expect(forget()).rejects.toThrow(NotFound);
  expect(await tell(right)).toMatchObject({ before: { newest: null }, after: { newest: right } });
  expect(await known()).toMatchObject({ madeAt: right, takenBack: false });
});

test("a zone of the tool's own is the same moment", async () => {
  await tell("2026-01-05T03:10:00+05:45");
  expect((await known()).madeAt).toBe("2026-01-04T21:25:00.000Z");
});

test("it is young up to the hours of the limits", async () => {
  await tell(await agoOf("47 hours 59 minutes"));
  expect((await known()).tooOld).toBe(false);
  await home().pool.query("UPDATE console.run_limits SET backup_warn_hours = 47");
  expect((await known()).tooOld).toBe(true);
  await home().pool.query("UPDATE console.run_limits SET backup_warn_hours = NULL");
  expect((await known()).tooOld).toBe(false);
});

test("no copy is made in the future, but clocks differ by seconds", async () => {
  await expect(tell(await agoOf("-2 minutes"))).rejects.toThrow(Refusal);
  expect((await known()).madeAt).toBeNull();
  await tell(await agoOf("-20 seconds"));
  const { rows } = await home().pool.query(
    "SELECT made_at <= now() AS past FROM console.verified_backup",
  );
  expect(rows).toEqual([{ past: true }]);
});

test("what waits for a backup says how old it may be", async () => {
  const { version: _version, ...limits } = await db().transaction("lethe_web", readRunLimits);
  const save = (more: object) =>
    db().transaction("lethe_web", (tx) => saveRunLimits(tx, { ...limits, ...more }));
  await expect(save({ backupRequired: true, backupWarnHours: null })).rejects.toThrow(
    "unless you say how old it may be",
  );
  await save({ backupRequired: true, backupWarnHours: 24 });
  expect(await known()).toMatchObject({ required: true, warnHours: 24 });
});
