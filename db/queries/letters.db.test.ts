import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openDatabase, type Database } from "#db/client.ts";
import { testDatabase, type TestDatabase } from "../../test/database.ts";
import { insertLetters, setPeriods } from "../../test/letters.ts";
import { makeLibrary } from "../../test/library.ts";
import { saveInstitution } from "./institution.ts";
import { listLetterTypes, saveLetterType, savePeriods } from "./letter-types.ts";
import {
  letterMonths,
  letterTotals,
  lettersPerPage,
  listLetters,
  readLetter,
  userExists,
} from "./letters.ts";

const receipt = "FulLoanReceiptLetter";
const overdue = "FulUserOverdueNoticeLetter";
const ofUser1 = 120;

let home: TestDatabase;
let db: Database;
beforeAll(async () => {
  home = await testDatabase();
  db = openDatabase(home.url);
  await makeLibrary(home.pool, 2);
  await insertLetters(
    home.pool,
    Array.from({ length: ofUser1 }, (_, n) => ({
      userId: 1,
      letterCode: n % 3 ? receipt : overdue,
      createdOn: `2026-0${1 + (n % 7)}-1${n % 4}`,
      subject: `Letter ${n}`,
      body: `<p>${n}</p>`,
    })),
  );
  await insertLetters(home.pool, [{ userId: 2, letterCode: receipt, createdOn: "2026-01-31" }]);
});
afterAll(async () => {
  await db.end();
  await home.drop();
});

const asWeb = <T>(work: Parameters<typeof db.transaction<T>>[1]) =>
  db.transaction("lethe_web", work);
const rows = async (text: string) => (await home.pool.query<Record<string, unknown>>(text)).rows;

describe("a user's letters", () => {
  test("page by key, newest first, each once", async () => {
    const seen = [];
    let before: number | undefined;
    for (let pages = 0; ; pages += 1) {
      const { letters, next } = await asWeb((tx) => listLetters(tx, 1, before));
      seen.push(...letters);
      expect(letters.length).toBeLessThanOrEqual(lettersPerPage);
      if (next === null) {
        expect(pages).toBe(2);
        break;
      }
      before = next;
    }
    const wanted = await rows(
      "SELECT id::int FROM patron.letters WHERE user_id = 1 ORDER BY created_at DESC, id DESC",
    );
    expect(seen.map(({ id }) => ({ id }))).toEqual(wanted);
    expect(seen[0]).toMatchObject({ createdAt: "2026-07-13T10:00:00.000Z", channel: "email" });
  });

  test("begin anew after a letter that is gone, or another user's", async () => {
    const first = await asWeb((tx) => listLetters(tx, 1));
    const [{ id }] = (await rows("SELECT id::int FROM patron.letters WHERE user_id = 2")) as [
      { id: number },
    ];
    for (const before of [999_999, id])
      expect(await asWeb((tx) => listLetters(tx, 1, before))).toEqual(first);
  });

  test("are read whole by their own user's key only", async () => {
    const [{ id }] = (await rows(
      "SELECT id::int FROM patron.letters WHERE subject = 'Letter 7'",
    )) as [{ id: number }];
    expect(await asWeb((tx) => readLetter(tx, 1, id))).toMatchObject({
      subject: "Letter 7",
      body: "<p>7</p>",
      addresses: "reader1@example.org",
      type: "Loan Receipt Letter",
    });
    expect(await asWeb((tx) => readLetter(tx, 2, id))).toBeNull();
    expect(await asWeb((tx) => userExists(tx, 2))).toBe(true);
    expect(await asWeb((tx) => userExists(tx, 3))).toBe(false);
  });
});

test("letters are counted by type, and by month", async () => {
  expect(await asWeb(letterTotals)).toEqual([
    { code: receipt, name: "Loan Receipt Letter", count: 81, first: "2026-01", last: "2026-07" },
    { code: overdue, name: "Overdue Notice Letter", count: 40, first: "2026-01", last: "2026-07" },
  ]);
  const months = await asWeb((tx) => letterMonths(tx, overdue));
  expect(months.map(({ month }) => month)).toEqual(
    [7, 6, 5, 4, 3, 2, 1].map((month) => `2026-0${month}`),
  );
  expect(months.reduce((sum, { count }) => sum + count, 0)).toBe(40);
});

describe("a letter type", () => {
  const typeOf = async (code: string) => {
    const types = await asWeb((tx) => listLetterTypes(tx));
    return types.find((type) => type.code === code) ?? types.at(0)!;
  };
  const save = async (
    input: { retentionDays?: number | null; enabled?: boolean },
    version?: number,
  ) =>
    asWeb(async (tx) =>
      saveLetterType(
        tx,
        { code: receipt, version: version ?? (await typeOf(receipt)).version },
        input,
        "operator",
      ),
    );

  test("137 of them are shipped, none with a period", async () => {
    const types = await asWeb((tx) => listLetterTypes(tx));
    expect(types).toHaveLength(137);
    expect(types.every(({ retentionDays, enabled }) => retentionDays === null && enabled)).toBe(
      true,
    );
  });

  test("keeps who changed it and when, and tells the audit both states", async () => {
    expect((await save({ retentionDays: 30 })).change).toEqual({
      action: "letters.change",
      subject: `letter type ${receipt}`,
      before: { retentionDays: null, enabled: true },
      after: { retentionDays: 30, enabled: true },
    });
    expect(await typeOf(receipt)).toMatchObject({
      retentionDays: 30,
      enabled: true,
      version: 2,
      updatedBy: "Command line",
      updatedOn: expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/) as unknown,
    });
    await save({ enabled: false });
    expect(await typeOf(receipt)).toMatchObject({ retentionDays: 30, enabled: false });
  });

  test("tells the second of two savers, and stores nothing of theirs", async () => {
    const { version } = await typeOf(receipt);
    await save({ retentionDays: 60 }, version);
    await expect(save({ retentionDays: 90 }, version)).rejects.toThrow(
      "Loan Receipt Letter was changed by somebody else meanwhile. Nothing was saved.",
    );
    expect((await typeOf(receipt)).retentionDays).toBe(60);
  });

  test("that is not there is refused by name", async () => {
    await expect(
      asWeb((tx) => saveLetterType(tx, { code: "Nowhere", version: 1 }, {}, "operator")),
    ).rejects.toThrow("There is no letter type Nowhere.");
  });

  test("several get one period together, or none does", async () => {
    const [one, other] = [await typeOf(receipt), await typeOf(overdue)];
    const stale = { ...other, version: other.version + 1 };
    await expect(asWeb((tx) => savePeriods(tx, [one, stale], 7, "operator"))).rejects.toThrow(
      /Overdue Notice Letter was changed by somebody else/,
    );
    expect((await typeOf(receipt)).retentionDays).toBe(60);
    const saved = await asWeb((tx) => savePeriods(tx, [one, other], 7, "operator"));
    expect(saved).toEqual({
      change: {
        action: "letters.retention",
        subject: "retention periods",
        before: { [receipt]: 60, [overdue]: null },
        after: { [receipt]: 7, [overdue]: 7 },
      },
      message: "Saved: 2 letter types keep letters for 7 days.",
    });
    expect((await typeOf(overdue)).retentionDays).toBe(7);
  });

  test("is found by words of its name, code or description, and by who it faces", async () => {
    const codes = async (filter: Parameters<typeof listLetterTypes>[1]) =>
      (await asWeb((tx) => listLetterTypes(tx, filter))).map(({ code }) => code);
    expect(await codes({ search: "loan RECEIPT checkout" })).toEqual([receipt]);
    expect(await codes({ search: "nightly", patronFacing: true })).toEqual([
      overdue,
      "SmsFulUserOverdueNoticeLetter",
    ]);
    expect(await codes({ search: "nightly", patronFacing: false })).toEqual([]);
    expect(await codes({ search: "100%" })).toEqual([]);
    expect(await codes({ needsAttention: true })).toEqual([]);
  });
});

test("a change of zone moves letters to their new day, with their month and their count", async () => {
  await setPeriods(home.pool, { [receipt]: null, [overdue]: null });
  await insertLetters(home.pool, [
    { userId: 2, letterCode: "PINNumberLetter", createdOn: "2025-12-31" },
  ]);
  await rows(
    "UPDATE patron.letters SET created_at = '2025-12-31T23:30:00Z' WHERE letter_code = 'PINNumberLetter'",
  );
  const where = `SELECT created_on::text, tableoid::regclass::text AS month,
    (SELECT json_object_agg(month, count) FROM record.letter_counts WHERE letter_code = 'PINNumberLetter' AND count > 0) AS counts
    FROM patron.letters WHERE letter_code = 'PINNumberLetter'`;
  const toZone = (timeZone: string) =>
    asWeb((tx) => saveInstitution(tx, { name: "Library", timeZone, currency: "EUR" }));
  expect((await toZone("Europe/Zurich")).message).toBe(
    "Saved. Days are now days in Europe/Zurich: 0 linked records and 1 letter moved to another day.",
  );
  expect(await rows(where)).toEqual([
    {
      created_on: "2026-01-01",
      month: "patron.letters_2026_01",
      counts: { "2026-01-01": 1 },
    },
  ]);
  await toZone("UTC");
  expect(await rows(where)).toEqual([
    {
      created_on: "2025-12-31",
      month: "patron.letters_2025_12",
      counts: { "2025-12-01": 1 },
    },
  ]);
});
