import { afterAll, beforeAll, expect, test } from "vitest";
import { openDatabase, type Database, type Tx } from "#db/client.ts";
import { insertLoans, makeLibrary } from "../../test/library.ts";
import { testDatabase, type TestDatabase } from "../../test/database.ts";
import { keepTimeZone, readInstitution, saveInstitution, timeZones, today } from "./institution.ts";
import { readCodes } from "./codes.ts";
import { countMoves } from "./zone-moves.ts";
import { readSchedule, readSchedules, saveSchedule } from "./schedules.ts";

let own: TestDatabase;
let database: Database;
const web = <T>(work: (tx: Tx) => Promise<T>) => database.transaction("lethe_web", work);

/** As a person who sees the screen now would send it. */
const save = async (change: { name?: string; timeZone?: string; currency?: string }) => {
  const { isDemo: _isDemo, ...stands } = await web(readInstitution);
  return web((tx) => saveInstitution(tx, { ...stands, ...change }));
};

beforeAll(async () => {
  own = await testDatabase();
  database = openDatabase(own.url);
  const client = await own.pool.connect();
  await makeLibrary(client, 1);
  const loan = {
    userId: 1,
    loanedOn: "2026-01-01",
    library: "MAIN",
    location: null,
    userGroup: null,
    categories: [],
    expiry: null,
    hasOpenFee: false,
  };
  await client.query("BEGIN");
  await insertLoans(client, [
    { ...loan, id: 1, endedOn: "2026-01-05" },
    { ...loan, id: 2, endedOn: null },
  ]);
  await client.query("COMMIT");
  client.release();
});
afterAll(async () => {
  await database.end();
  await own.drop();
});

test("the codes that exist are those that rules name", async () => {
  const codes = await web(readCodes);
  expect(codes.library.map(({ code }) => code)).toEqual(["ARCH", "LAW", "MAIN"]);
  expect(codes.location[0]).toEqual({ code: "ARCH:DESK", name: "DESK" });
  expect(codes.statisticalCategory.map(({ code }) => code)).toContain("FACULTY:ARTS");
});

test("changing the zone moves the days of linked records, and says how many, before and after", async () => {
  const before = await web((tx) => countMoves(tx, "america/new_york"));
  expect(before).toEqual({ timeZone: "America/New_York", records: 2, letters: 0 });
  expect((await web(readInstitution)).timeZone).toBe("UTC");
  const west = await save({ timeZone: "america/new_york" });
  expect(west).toMatchObject({
    moved: 2,
    message: "Saved. Days are now days in America/New_York: 2 linked records moved to another day.",
    change: { after: { timeZone: "America/New_York", movedRecords: 2 } },
  });
  const days = await own.pool.query(
    "SELECT l.loaned_on::text, l.returned_on::text, k.ended_on::text FROM record.loans l JOIN patron.loan_links k ON k.loan_id = l.id ORDER BY id",
  );
  expect(days.rows).toEqual([
    { loaned_on: "2025-12-31", returned_on: "2026-01-04", ended_on: "2026-01-04" },
    { loaned_on: "2025-12-31", returned_on: null, ended_on: null },
  ]);
  expect(await save({ timeZone: "UTC" })).toMatchObject({ moved: 2 });
  expect(await save({ name: "Riverside" })).toMatchObject({ moved: 0, message: "Saved." });
});

test("a letter of the first day of 1970 keeps the zone from moving west of it, in a sentence", async () => {
  await save({ timeZone: "UTC" });
  await own.pool.query(`
    SELECT patron.make_letter_month('1970-01-01');
    INSERT INTO patron.letters (user_id, letter_code, channel, created_at, created_on, sent)
    SELECT 1, code, 'email', '1970-01-01 00:00Z', '1970-01-01', true FROM console.letter_types LIMIT 1`);
  const sentence = /^In America\/New_York 1 letter of 1 Jan 1970 is of the day before/;
  await expect(web((tx) => countMoves(tx, "America/New_York"))).rejects.toThrow(sentence);
  await expect(save({ timeZone: "America/New_York" })).rejects.toThrow(sentence);
  expect((await web(readInstitution)).timeZone).toBe("UTC");
  expect(await save({ timeZone: "Europe/Zurich" })).toMatchObject({
    moved: expect.any(Number) as number,
  });
  await own.pool.query("DELETE FROM patron.letters");
  expect((await save({ timeZone: "America/New_York" })).change.after).toMatchObject({
    timeZone: "America/New_York",
  });
});

test("today is the day in the library's zone", async () => {
  await save({ timeZone: "Pacific/Kiritimati" });
  const east = await web(today);
  await save({ timeZone: "Pacific/Pago_Pago" });
  const west = await web(today);
  await save({ timeZone: "UTC" });
  expect(east.timeZone).toBe("Pacific/Kiritimati");
  expect(east.today > west.today).toBe(true);
});

test.each(["Mars/Olympus", "posix/Europe/Zurich", "localtime", ""])(
  "there is no zone %j",
  async (timeZone) => {
    await expect(save({ timeZone })).rejects.toThrow(/There is no time zone/);
  },
);

test("the zones offered are names that can be saved", async () => {
  const zones = await web(timeZones);
  expect(zones).toContain("Europe/Zurich");
  expect(zones.filter((zone) => zone.startsWith("posix"))).toEqual([]);
});

test("the second of two savers is told", async () => {
  const { isDemo: _isDemo, ...seen } = await web(readInstitution);
  await web((tx) => saveInstitution(tx, { ...seen, name: "First" }));
  await expect(web((tx) => saveInstitution(tx, { ...seen, name: "Second" }))).rejects.toThrow(
    /somebody else/,
  );
  expect((await web(readInstitution)).name).toBe("First");
});

test("the zone stays while a run is active; the name may change", async () => {
  const { rows } = await own.pool.query(
    `INSERT INTO console.job_runs (job, submitted_via, cut_off, time_zone, frozen)
     VALUES ('anonymization', 'commandLine', '2026-01-01', 'UTC', '{}') RETURNING id`,
  );
  await expect(save({ timeZone: "Europe/Zurich" })).rejects.toThrow(
    `The time zone cannot change while run ${rows[0].id} is active.`,
  );
  await save({ name: "Renamed" });
  await own.pool.query("UPDATE console.job_runs SET status = 'failed', ended_at = now()");
  await save({ timeZone: "Europe/Zurich" });
});

test("who stores days in a zone keeps it from changing", async () => {
  await web(async (tx) => {
    await keepTimeZone(tx);
    await expect(save({ timeZone: "Asia/Tokyo" })).rejects.toMatchObject({
      cause: { code: "55P03" },
    });
  });
});

test("an active schedule knows its next run in the library's zone, and follows the zone", async () => {
  await save({ timeZone: "Europe/Zurich" });
  const { version } = await web((tx) => readSchedule(tx, "anonymization"));
  const schedule = { every: "week", on: "Sunday", at: "02:00" } as const;
  await web((tx) => saveSchedule(tx, { job: "anonymization", version, active: true, schedule }));
  const zurich = await web((tx) => readSchedule(tx, "anonymization"));
  expect(zurich).toMatchObject({ version: version + 1, active: true, schedule });
  expect(zurich.nextRunLocal).toMatch(/T02:00$/);
  await save({ timeZone: "Asia/Tokyo" });
  const tokyo = await web((tx) => readSchedule(tx, "anonymization"));
  expect(tokyo.nextRunLocal).toMatch(/T02:00$/);
  expect(tokyo.nextRunAt).not.toBe(zurich.nextRunAt);
});

test("saving what stands does not skip a run that is due", async () => {
  await own.pool.query(
    "UPDATE console.schedules SET next_run_at = '2020-01-01' WHERE job = 'anonymization'",
  );
  const due = await web((tx) => readSchedule(tx, "anonymization"));
  await web((tx) => saveSchedule(tx, { ...due }));
  expect(await web((tx) => readSchedule(tx, "anonymization"))).toEqual(due);
  const later = { every: "day", at: "05:00" } as const;
  await web((tx) => saveSchedule(tx, { ...due, schedule: later }));
  expect((await web((tx) => readSchedule(tx, "anonymization"))).nextRunLocal).toMatch(/T05:00$/);
});

test("an inactive schedule has no next run; of two savers the second is told", async () => {
  const seen = await web((tx) => readSchedule(tx, "anonymization"));
  await web((tx) => saveSchedule(tx, { ...seen, active: false }));
  await expect(
    web((tx) => saveSchedule(tx, { ...seen, schedule: { every: "day", at: "06:00" } })),
  ).rejects.toThrow(/somebody else/);
  const all = await web(readSchedules);
  expect(all.map(({ job, nextRunAt }) => [job, nextRunAt])).toEqual([
    ["anonymization", null],
    ["letters-purge", null],
  ]);
});
