import { describe, expect, test } from "vitest";
import { counts, freshLibrary } from "../fresh-library.ts";

const { rows, value, importLibrary, importText } = freshLibrary(async () => {
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

describe("a letter of the file", () => {
  test("is stored in the month of its day, and counted by type and month", async () => {
    expect(counts(await letters(L1, L2))).toEqual([2, 0, 0, 0, 0]);
    expect(
      await rows(`SELECT u.primary_id, letter_code, channel, created_on::text, subject, body, sent, source_number,
        l.tableoid::regclass::text AS month FROM patron.letters l JOIN patron.users u ON u.id = user_id ORDER BY source_number`),
    ).toEqual([
      {
        primary_id: "anna",
        letter_code: "FulLoanReceiptLetter",
        channel: "email",
        created_on: "2026-01-05",
        subject: "Your loan",
        body: "<p>Dear Anna</p>",
        sent: true,
        source_number: "L1",
        month: "patron.letters_2026_01",
      },
      {
        primary_id: "BORIS",
        letter_code: "FulLoanReceiptLetter",
        channel: "email",
        created_on: "2026-02-05",
        subject: null,
        body: null,
        sent: true,
        source_number: "L2",
        month: "patron.letters_2026_02",
      },
    ]);
    expect(
      await rows("SELECT letter_code, month::text, count FROM record.letter_counts ORDER BY month"),
    ).toEqual([
      { letter_code: "FulLoanReceiptLetter", month: "2026-01-01", count: 1 },
      { letter_code: "FulLoanReceiptLetter", month: "2026-02-01", count: 1 },
    ]);
  });

  test("is of the day that its time is in the library's zone", async () => {
    await rows("UPDATE console.institution SET time_zone = 'Pacific/Auckland'");
    await letters("L3,anna,FulLoanReceiptLetter,2026-01-31T23:30:00Z,,,");
    expect(await value("SELECT created_on::text FROM patron.letters")).toBe("2026-02-01");
  });

  test("with scripts, forms and tracking images is stored as it is", async () => {
    const body = `<script>alert(1)</script><form action="https://evil.example"><input></form><img src="https://evil.example/t.gif">`;
    await letters(`L3,anna,FulLoanReceiptLetter,2026-01-05,,,"${body.replaceAll('"', '""')}"`);
    expect(await value("SELECT body FROM patron.letters")).toBe(body);
  });

  test("may be as long as 1 MB, and is refused by its line when it is longer", async () => {
    const megabyte = "é".repeat(512 * 1024);
    const report = await letters(
      `L3,anna,FulLoanReceiptLetter,2026-01-05,,,${megabyte}`,
      `L4,anna,FulLoanReceiptLetter,2026-01-05,,,${megabyte}x`,
      `L5,anna,FulLoanReceiptLetter,2026-01-05,,,"${'""'.repeat(3 * 1024 * 1024)}"`,
      L1,
    );
    expect(counts(report)).toEqual([2, 0, 0, 0, 2]);
    const tooLong = { column: "body", reason: "The body is larger than 1 MB." };
    expect(report.rejects).toEqual([
      { line: 3, ...tooLong },
      { line: 4, ...tooLong },
    ]);
    expect(
      await value("SELECT octet_length(body) FROM patron.letters WHERE source_number = 'L3'"),
    ).toBe(1024 * 1024);
  });

  test("of a type that nobody described makes the type, without a period, and marks it", async () => {
    const report = await letters("L3,anna,HouseLetter,2026-01-05,,SMS,Hello");
    expect(report.createdCodes).toEqual({ letterTypes: ["HouseLetter"] });
    expect(report.warnings).toEqual([
      "HouseLetter: new letter type without a retention period. See Letters Configuration.",
    ]);
    expect(
      await rows(
        "SELECT name, channel, enabled, retention_days, needs_attention FROM console.letter_types WHERE code = 'HouseLetter'",
      ),
    ).toEqual([
      {
        name: "HouseLetter",
        channel: "sms",
        enabled: true,
        retention_days: null,
        needs_attention: true,
      },
    ]);
    expect((await letters("L4,anna,HouseLetter,2026-01-05,,,")).warnings).toBeUndefined();
  });

  test("of many new types leaves their number in the audit, and names the first of them", async () => {
    const types = Array.from({ length: 30 }, (_, n) => `Canary${n + 10}`);
    const report = await letters(...types.map((type) => `${type},anna,${type},2026-01-05,,,`));
    expect(report.createdCodes?.letterTypes).toHaveLength(30);
    expect(report.warnings?.[0]).toMatch(/Canary19 and 20 more: new letter types without/);
    expect(
      await rows(
        "SELECT after -> 'createdCodes' AS codes FROM console.audit WHERE action = 'letters.import'",
      ),
    ).toEqual([{ codes: { letterTypes: 30 } }]);
    expect(await rows("SELECT FROM console.audit a WHERE a::text ~ 'Canary'")).toEqual([]);
  });
});

describe("a line is refused by name when", () => {
  test.each<[string, string, string, string]>([
    ["its date lies before 1970", "1969-12-31T23:59:59Z", "created", "created lies before 1970."],
    ["it has no date", "", "created", "created is empty."],
    [
      "its date is none",
      "yesterday",
      "created",
      "This is not a date such as 2026-03-01 or 2026-03-01T10:30:00+01:00.",
    ],
    ["its day does not exist", "2026-02-30", "created", "This is not a date that exists."],
  ])("%s", async (_what, created, column, reason) => {
    const report = await letters(`L1,anna,FulLoanReceiptLetter,${created},,,Hello`, L2);
    expect(report.rejects).toEqual([{ line: 2, column, reason }]);
    expect(await stored()).toBe(1);
  });

  test("it is dated in the future; today is not", async () => {
    const report = await letters(
      `L1,anna,FulLoanReceiptLetter,${await daysAgo(-1)},,,`,
      `L2,anna,FulLoanReceiptLetter,${await daysAgo(0)},,,`,
    );
    expect(report.rejects).toEqual([
      { line: 2, column: "created", reason: "created lies after today." },
    ]);
    expect(await stored()).toBe(1);
  });

  test.each([
    ["nobody", "No user has this primary ID."],
    ["", "primary_id is empty."],
  ])("it is of %j, who is not there", async (user, reason) => {
    const report = await letters(`L1,${user},FulLoanReceiptLetter,2026-01-05,,,`);
    expect(report.rejects).toEqual([{ line: 2, column: "primary_id", reason }]);
    expect(await countedInAll()).toBe(0);
  });

  test("its channel is unknown, or it has too many cells", async () => {
    const report = await letters(
      "L1,anna,FulLoanReceiptLetter,2026-01-05,,pigeon,",
      "L2,anna,FulLoanReceiptLetter,2026-01-05,,,,,",
    );
    expect(report.rejects).toEqual([
      { line: 2, column: "channel", reason: "This is not one of email, sms, print." },
      { line: 3, column: null, reason: "The line has 9 cells, the header 7." },
    ]);
  });

  test("another line has the same number and differs", async () => {
    const report = await letters(L1, L1.replace("Your loan", "Another"), L2, L2);
    expect(report.rejects.map(({ line, column }) => [line, column])).toEqual([
      [2, "letter_id"],
      [3, "letter_id"],
    ]);
    expect(counts(report)).toEqual([1, 0, 1, 0, 2]);
  });
});

test.each([
  [
    "Latin-1",
    Buffer.from(`${HEADER}\nL1,anna,FulLoanReceiptLetter,2026-01-05,,,Gr\u00fc\u00dfe\n`, "latin1"),
    /is not UTF-8 text near line 2/,
  ],
  ["UTF-16", Buffer.from(`\ufeff${HEADER}\n${L1}\n`, "utf16le"), /is UTF-16 text/],
])("a file in %s is refused as a whole", async (_encoding, content, sentence) => {
  await expect(importText("letters.csv", content)).rejects.toThrow(sentence);
  expect(await stored()).toBe(0);
});

test("a quote that is never closed refuses the file, and says how much it held", async () => {
  const endless = `${HEADER}\n${L2}\nL1,anna,FulLoanReceiptLetter,2026-01-05,,,"${"x".repeat(17 * 1024 * 1024)}`;
  await expect(importText("letters.csv", endless)).rejects.toThrow(
    /holds more than 16 MB without a line break from line 3 on: a quote is not closed/,
  );
  expect(await stored()).toBe(0);
});

test("a dry run counts all of it, and keeps no letter, no type and no month", async () => {
  const report = await importText(
    "letters.csv",
    `${HEADER}\n${L1}\nL3,anna,HouseLetter,2026-03-05,,,\n`,
    { dryRun: true },
  );
  expect(counts(report)).toEqual([2, 0, 0, 0, 0]);
  expect(await stored()).toBe(0);
  expect(await countedInAll()).toBe(0);
  expect(await value("SELECT count(*)::int FROM console.letter_types WHERE needs_attention")).toBe(
    0,
  );
  expect(
    await value("SELECT count(*)::int FROM pg_class WHERE relname ~ '^letters_2026_[0-9]+$'"),
  ).toBe(0);
});

test("a month's subjects, addresses and bodies are never compressed, nor sampled for the planner", async () => {
  await letters(L1, L2);
  await rows("ANALYZE patron.letters");
  expect(
    await rows(`SELECT attname, attstorage FROM pg_attribute WHERE attrelid = 'patron.letters_2026_01'::regclass
      AND attstattarget = 0 AND attnum > 0 ORDER BY attname`),
  ).toEqual([
    ...["addresses", "body"].map((attname) => ({ attname, attstorage: "e" })),
    // Two hundred characters at most, which are never compressed.
    { attname: "problem", attstorage: "x" },
    ...["source_number", "subject"].map((attname) => ({ attname, attstorage: "e" })),
  ]);
  expect(
    await rows(
      "SELECT DISTINCT attname FROM pg_stats WHERE tablename ~ '^letters' AND attname IN ('subject', 'addresses', 'body', 'problem', 'source_number')",
    ),
  ).toEqual([]);
});
