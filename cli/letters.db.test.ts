import { afterAll, beforeEach, expect, test } from "vitest";
import { testDatabase, type TestDatabase } from "../test/database.ts";
import { insertLetters, setPeriods } from "../test/letters.ts";
import { makeLibrary } from "../test/library.ts";
import { lethe } from "./testing.ts";

let home: TestDatabase;
beforeEach(async () => {
  await home?.drop();
  home = await testDatabase();
  await makeLibrary(home.pool, 2);
  const of = (letterCode: string, createdOn: string, sent = true) => ({
    userId: 1,
    letterCode,
    createdOn,
    sent,
  });
  await insertLetters(home.pool, [
    of("FulLoanReceiptLetter", "2026-08-20"),
    of("FulLoanReceiptLetter", "2026-09-18"),
    of("FulLoanReceiptLetter", "2026-09-19"),
    of("FulLoanReceiptLetter", "2026-09-18", false),
    of("FulPlaceOnHoldShelfLetter", "2026-09-01"),
  ]);
  await setPeriods(home.pool, { FulLoanReceiptLetter: 30 });
});
afterAll(() => home.drop());

const run = (...args: string[]) => lethe(args, { env: { DATABASE_URL: home.url } });
const asOf = ["--as-of", "2026-10-19"];
const letters = async () =>
  Number((await home.pool.query("SELECT count(*) FROM patron.letters")).rows[0].count);

test("a preview counts and changes nothing; a run does exactly that; its report says so", async () => {
  const preview = await run("preview", "letters-purge", ...asOf, "--json");
  expect(preview.json()).toEqual({
    confirm: 2,
    settingsHash: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown,
    cutOff: "2026-10-19",
    byType: [{ letterCode: "FulLoanReceiptLetter", letters: 2 }],
    byMonth: [
      { month: "2026-08", letters: 1, whole: true },
      { month: "2026-09", letters: 1, whole: false },
    ],
    byTypeAndMonth: [
      { letterCode: "FulLoanReceiptLetter", month: "2026-08", letters: 1 },
      { letterCode: "FulLoanReceiptLetter", month: "2026-09", letters: 1 },
    ],
    heldBack: [{ reason: "Not sent yet", letters: 1 }],
    kept: 3,
    oldest: "2026-08-20",
    newest: "2026-09-18",
  });
  expect(await letters()).toBe(5);
  const ran = await run(
    "run",
    "letters-purge",
    ...asOf,
    "--wait",
    "--yes",
    "--confirm",
    "2",
    "--json",
  );
  expect(ran.code).toBe(0);
  expect(ran.json()).toEqual({
    id: 1,
    job: "letters-purge",
    status: "completed",
    cutOff: "2026-10-19",
    letters: { removed: 2 },
    seconds: expect.any(Number) as unknown,
  });
  expect(await letters()).toBe(3);
  expect((await run("runs", "1", "--json")).json()).toMatchObject({ letters: { removed: 2 } });
  expect((await run("runs", "1")).stdout).toMatch(/2026-09\s+heldBack\s+Not sent yet\s+1/);
});

test("a number that is not the preview's starts nothing", async () => {
  const ended = await run("run", "letters-purge", ...asOf, "--yes", "--confirm", "3", "--json");
  expect(ended.code).toBe(1);
  expect((ended.json() as { error: string }).error).toMatch(/says 2, not 3/);
  expect(await letters()).toBe(5);
});

test("people read the preview by type and month", async () => {
  const { stdout } = await run("preview", "letters-purge", ...asOf);
  expect(stdout).toMatch(/FulLoanReceiptLetter\s+2/);
  expect(stdout).toMatch(/2026-08\s+1\s+as a whole/);
  expect(stdout).toMatch(/A run now would remove 2 letters: confirm 2\./);
});
