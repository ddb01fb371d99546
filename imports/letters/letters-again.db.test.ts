import pg from "pg";
import { beforeEach, describe, expect, test } from "vitest";
import { counts, freshLibrary } from "../fresh-library.ts";

const { url, rows, value, importLibrary, importText, somebodyWaits } = freshLibrary(async () => {
  await importLibrary();
});

const HEADER = "letter_id,primary_id,letter_code,created,subject,channel,body";
const letters = (...lines: string[]) =>
  importText("letters.csv", [HEADER, ...lines, ""].join("\n"));
const L1 = "L1,anna,FulLoanReceiptLetter,2026-01-05T10:30:00Z,Your loan,e-mail,<p>Dear Anna</p>";
const L2 = "L2,BORIS,FulLoanReceiptLetter,2026-02-05,,,";
const stored = () => value("SELECT count(*)::int FROM patron.letters");
const countedInAll = () => value("SELECT coalesce(sum(count), 0)::int FROM record.letter_counts");
const daysAgo = (days: number) =>
  value(`SELECT ((now() AT TIME ZONE 'UTC')::date - ${days})::text`).then(String);
const period = (days: number | null) =>
  rows(
    `UPDATE console.letter_types SET retention_days = ${days} WHERE code = 'FulLoanReceiptLetter'`,
  );

describe("importing again", () => {
  beforeEach(() => letters(L1, L2));

  test("changes nothing, and counts nothing twice", async () => {
    expect(counts(await letters(L1, L2))).toEqual([0, 0, 2, 0, 0]);
    expect(await countedInAll()).toBe(2);
  });

  test("writes what the source says anew, and leaves alone the columns that the file leaves out", async () => {
    expect(counts(await letters(L1.replace("Your loan", "Your loans"), L2))).toEqual([
      0, 1, 1, 0, 0,
    ]);
    const without =
      "letter_id,primary_id,letter_code,created,body\nL1,anna,FulLoanReceiptLetter,2026-01-05,Anew\n";
    expect(counts(await importText("letters.csv", without))).toEqual([0, 1, 0, 0, 0]);
    expect(
      await rows("SELECT subject, body, channel FROM patron.letters WHERE source_number = 'L1'"),
    ).toEqual([{ subject: "Your loans", body: "Anew", channel: "email" }]);
  });

  test("brings none back that a purge removed, and counts it no more", async () => {
    await rows("DELETE FROM patron.letters WHERE source_number = 'L1'");
    expect(counts(await letters(L1, L2))).toEqual([0, 0, 1, 1, 0]);
    expect(await stored()).toBe(1);
    expect(await countedInAll()).toBe(2);
  });

  test("brings none back of a month that was dropped, or of a user who is gone", async () => {
    const ofDora = "L3,dora,FulLoanReceiptLetter,2026-03-05,,,";
    await rows("INSERT INTO patron.users (primary_id) VALUES ('dora')");
    await letters(ofDora);
    await rows("DROP TABLE patron.letters_2026_01");
    await rows("DELETE FROM patron.users WHERE primary_id = 'dora'");
    expect(counts(await letters(L1, L2, ofDora))).toEqual([0, 0, 1, 2, 0]);
    expect(await stored()).toBe(1);
    expect(await countedInAll()).toBe(3);
  });

  test("never moves a letter to another person or type", async () => {
    const { rejects } = await letters(L1.replace("anna", "boris"), L2.replace("Loan", "Return"));
    expect(rejects).toEqual([
      { line: 2, column: "primary_id", reason: "This letter belongs to another user." },
      { line: 3, column: "letter_code", reason: "This letter is stored as of another type." },
    ]);
  });

  test("of another source takes the same number as another letter", async () => {
    const report = await importText("letters.csv", `${HEADER}\n${L1}\n`, { source: "sierra" });
    expect(counts(report)).toEqual([1, 0, 0, 0, 0]);
  });

  test("waits for a run that holds the letter, and does not bring it back", async () => {
    const run = new pg.Client(url());
    await run.connect();
    await run.query("BEGIN");
    await run.query("DELETE FROM patron.letters WHERE source_number = 'L1'");
    const importing = letters(L1.replace("Your loan", "Another"));
    await somebodyWaits();
    await run.query("COMMIT");
    await run.end();
    expect(counts(await importing)).toEqual([0, 0, 0, 1, 0]);
    expect(await stored()).toBe(1);
  });

  test("twice at once, one waits for the other and changes nothing", async () => {
    const more = "L9,anna,FulLoanReceiptLetter,2025-01-05,,,";
    const both = await Promise.all([letters(more), letters(more)]);
    expect(both.map(counts).sort(([one = 0], [other = 0]) => one - other)).toEqual([
      [0, 0, 1, 0, 0],
      [1, 0, 0, 0, 0],
    ]);
    expect(await countedInAll()).toBe(3);
  });
});

describe("a letter past its period", () => {
  test.each([
    ["on its last day is stored", 30, [1, 0, 0, 0, 0], 1],
    ["a day later is counted once and never stored", 31, [0, 0, 0, 1, 0], 0],
  ])("%s", async (_what, days, first, left) => {
    await period(30);
    const line = `L1,anna,FulLoanReceiptLetter,${await daysAgo(days)},,,`;
    expect(counts(await letters(line))).toEqual(first);
    expect(await stored()).toBe(left);
    expect(await countedInAll()).toBe(1);
    await letters(line);
    expect(await countedInAll()).toBe(1);
    await period(null);
    await letters(line);
    expect(await stored()).toBe(left);
    expect(await countedInAll()).toBe(1);
  });

  test("is told in the report, and makes no month", async () => {
    await period(30);
    const report = await letters(L1);
    expect(report.warnings).toEqual([
      "1 letter is past the retention period: counted by type and month, and not stored.",
    ]);
    expect(await value("SELECT to_regclass('patron.letters_2026_01')")).toBeNull();
  });

  test("comes to the same as importing and then purging", async () => {
    await period(30);
    await letters(L1);
    await period(null);
    await letters(L2);
    await rows("DELETE FROM patron.letters");
    expect(await countedInAll()).toBe(2);
    expect(counts(await letters(L1, L2))).toEqual([0, 0, 0, 2, 0]);
  });
});
