import { afterAll, beforeAll, expect, test } from "vitest";
import { testDatabase, type TestDatabase } from "../test/database.ts";
import { lethe } from "./testing.ts";

let home: TestDatabase;
beforeAll(async () => {
  home = await testDatabase();
});
afterAll(() => home.drop());

const run = (...args: string[]) => lethe(args, { env: { DATABASE_URL: home.url } });
const known = async () =>
  (await home.pool.query<{ at: string }>("SELECT made_at AS at FROM console.verified_backup")).rows;

test.each([
  "yesterday",
  "2026-11-27",
  "2026-11-27T03:10",
  "2026-02-30T03:10:00Z",
  "0000-01-01T00:00:00Z",
])("%s is no moment: nothing is told", async (at) => {
  const { code, json } = await run("backup", "verified", "--at", at, "--json");
  expect(code).toBe(2);
  expect(json()).toMatchObject({
    error: expect.stringContaining("a moment with its zone") as unknown,
  });
  expect(await known()).toEqual([]);
});

test("a moment in the future is refused", async () => {
  const { code, json } = await run("backup", "verified", "--at", "2999-01-01T00:00:00Z", "--json");
  expect(code).toBe(1);
  expect(json()).toMatchObject({ error: expect.stringContaining("in the future") as unknown });
});

test("what a tool tells is known, is in the audit, and the preview warns while it is too old", async () => {
  const preview = async () => (await run("preview", "anonymization")).stdout;
  expect(await preview()).toContain("No verified backup is known here.");
  const told = await run("backup", "verified", "--at", "2026-01-05T03:10:00+01:00", "--json");
  expect(told.json()).toEqual({
    madeAt: "2026-01-05T02:10:00.000Z",
    takenBack: false,
    warnHours: 48,
    required: false,
    tooOld: true,
  });
  expect(await preview()).toContain("to restore it would bring back what has been removed since");
  expect((await run("backup", "verified", "--at", new Date().toISOString())).code).toBe(0);
  expect(await preview()).not.toContain("verified backup");
  const { rows } = await home.pool.query("SELECT actor, action FROM console.audit ORDER BY id");
  expect(rows).toEqual([
    { actor: "operator", action: "backup.verify" },
    { actor: "operator", action: "backup.verify" },
  ]);
});

test("a time that was wrong is taken back, and an earlier one told of instead", async () => {
  await run("backup", "verified", "--at", new Date().toISOString());
  const audited = async () => Number((await home.pool.query("SELECT FROM console.audit")).rowCount);
  const before = await audited();
  const forgotten = await run("backup", "forget", "--json");
  expect([forgotten.code, forgotten.json()]).toEqual([
    0,
    { madeAt: null, takenBack: true, warnHours: 48, required: false, tooOld: true },
  ]);
  const again = await run("backup", "forget", "--json");
  expect([again.code, again.json()]).toEqual([
    1,
    { error: "No backup was told of: there is nothing to take back." },
  ]);
  expect(await audited()).toBe(before + 1);
  const { stdout } = await run("backup", "verified", "--at", "2026-01-05T03:10:00Z");
  expect(stdout).toContain("was made on 5 Jan 2026");
  expect((await run("backup", "forget", "--at", "2026-01-05T03:10:00Z")).code).toBe(2);
});

test("a run that wants a backup and has none is refused before anything is counted or asked", async () => {
  await home.pool.query(`DELETE FROM console.verified_backup;
    UPDATE console.run_limits SET backup_required = true`);
  const refused =
    "Fulfillment – Handle Historical Archiving cannot start: no verified backup is known here. Nothing that removes starts until a backup tool tells of one that is new enough. See Monitor Jobs > Safety.";
  for (const options of [[], ["--yes"], ["--yes", "--confirm", "20"]]) {
    const { code, stderr } = await run("run", "anonymization", "--wait", ...options);
    expect([code, stderr]).toEqual([1, `${refused}\n`]);
  }
  await run("backup", "verified", "--at", new Date().toISOString());
  expect((await run("run", "anonymization", "--wait", "--yes")).code).toBe(0);
});
