import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { parse } from "csv-parse/sync";
import { fillDemo } from "#db/demo/fill.ts";
import { beforeEach, afterEach, describe, expect, test } from "vitest";
import { counts, fixtures, freshLibrary, HEADER, loan } from "./fresh-library.ts";
import { importFiles } from "./import.ts";

const { url, rows, value, importText } = freshLibrary();

describe("one line that will not do is refused with its line, column and reason", () => {
  beforeEach(() => importFiles(url(), { paths: [path.join(fixtures, "users.csv")] }));

  test.each([
    ["X,nobody,I1,MAIN,2026-01-01,2026-01-02", "primary_id", "No user has this primary ID."],
    ["X,anna,I1,MAIN,2026-02-30,", "loan_date", "This is not a date that exists."],
    [
      "X,anna,I1,MAIN,31.12.2025,",
      "loan_date",
      "This is not a date such as 2026-03-01 or 2026-03-01T10:30:00+01:00.",
    ],
    ["X,anna,I1,MAIN,2026-01-01,9999-01-01", "return_date", "return_date lies after today."],
    [
      "X,anna,I1,MAIN,2026-01-02,2026-01-01T23:00:00Z",
      "return_date",
      "return_date lies before loan_date.",
    ],
    ["X,,I1,MAIN,2026-01-01,", "primary_id", "An active loan needs a primary ID."],
    [",anna,I1,MAIN,2026-01-01,", "loan_id", "loan_id is empty."],
    ["X,anna,I1,,2026-01-01,", "library", "library is empty."],
    [
      `X,anna,I1,${"M".repeat(101)},2026-01-01,`,
      "library",
      "This code is longer than 100 characters.",
    ],
    ["X,anna,I1,MAIN,2026-01-01", null, "The line has 5 cells, the header 6."],
  ])("%s", async (line, column, reason) => {
    const report = await importText(
      "loans.csv",
      loan(`${line}\nOK,anna,I1,MAIN,2026-01-01,2026-01-02`),
    );
    expect(report.rejects).toEqual([{ line: 2, column, reason }]);
    expect(counts(report)).toEqual([1, 0, 0, 0, 1]);
    expect(await rows('SELECT line, "column", reason FROM patron.import_rejects')).toEqual([
      { line: 2, column, reason },
    ]);
  });

  test("a loan closed before it was lent is refused, by days of the library's zone; on the same day it is taken", async () => {
    await rows("UPDATE console.institution SET time_zone = 'Pacific/Auckland'");
    const header = `${HEADER},closed_date`;
    const report = await importText(
      "loans.csv",
      `${header}
A,anna,I1,MAIN,2026-01-02,,2026-01-01
B,anna,I1,MAIN,2026-01-02,,2026-01-01T12:00:00Z
C,anna,I1,MAIN,2026-01-02T10:00,2026-01-02,
`,
    );
    expect(report.rejects).toEqual([
      { line: 2, column: "closed_date", reason: "closed_date lies before loan_date." },
    ]);
    expect(counts(report)).toEqual([2, 0, 0, 0, 1]);
    const again = "loan_id,primary_id,item_barcode,library,loan_date\n";
    expect(
      (await importText("loans.csv", `${again}B,anna,I1,MAIN,2026-01-03\n`)).rejects,
    ).toMatchObject([{ line: 2, reason: "closed_date lies before loan_date." }]);
  });

  test("a control character in a cell is told without it", async () => {
    const lines = ["A,anna,I1,MAIN,2026-01-01,", "B,anna,I1,MAIN,2026-01-\u00001,"];
    const filler = Array.from({ length: 20 }, (_, n) => `F${n},anna,I1,MAIN,2026-01-01,`);
    const report = await importText("loans.csv", loan([...filler, ...lines].join("\n")));
    expect(report.rejects).toMatchObject([
      {
        line: 23,
        column: "loan_date",
        reason: expect.stringContaining("This is not a date"),
      },
    ]);
    expect(report.created).toBe(21);
  });

  test("no reason repeats what stands in a line, whichever cell it is", async () => {
    const examples = path.join(import.meta.dirname, "../public/examples");
    for (const file of await readdir(examples)) {
      const text = await readFile(path.join(examples, file), "utf8");
      const [header = [], sample = []] = parse(text);
      // A line for each column, with a name where a value should stand.
      const lines = sample.map((_, at) =>
        sample.map((cell, n) => (n === at ? "Canary, No. 4711" : n === 0 ? `N${at}` : cell)),
      );
      const quoted = [header, ...lines].map((cells) => cells.map((cell) => `"${cell}"`).join(","));
      await importText(file, quoted.join("\n"));
    }
    const reasons = await rows("SELECT DISTINCT reason FROM patron.import_rejects");
    expect(reasons.length).toBeGreaterThan(10);
    expect(JSON.stringify(reasons)).not.toMatch(/canary|4711/i);
  });

  test("the same loan twice is one loan; the same number for two loans is none", async () => {
    const report = await importText(
      "loans.csv",
      loan(
        "A,anna,I1,MAIN,2026-01-01,\nB,anna,I1,MAIN,2026-01-01,\nA,anna,I1,MAIN,2026-01-01,\nB,anna,I2,MAIN,2026-01-01,",
      ),
    );
    expect(counts(report)).toEqual([1, 0, 1, 0, 2]);
    const reason = "Lines 3 and 5 have the same loan_id and differ.";
    expect(report.rejects).toEqual([
      { line: 3, column: "loan_id", reason },
      { line: 5, column: "loan_id", reason },
    ]);
  });

  test("a line that repeats a refused one is refused with it", async () => {
    const line = "A,nobody,I1,MAIN,2026-01-01,";
    expect(counts(await importText("loans.csv", loan(`${line}\n${line}`)))).toEqual([
      0, 0, 0, 0, 2,
    ]);
  });

  test("names, keys and codes of the longest that is taken fit into every index", async () => {
    // No two alike, of three bytes each: nothing that an index could compress.
    const text = (length: number) =>
      String.fromCharCode(...Array.from({ length }, (_, n) => 0x4e00 + ((n * 7_919) % 20_000)));
    const [key, code] = [text(255), text(100)];
    const header =
      "primary_id,last_name,first_name,barcode,email,phone,user_group,statistics,block,roles\n";
    const line = (id: string, name: string) =>
      `${id},${name},${key},${id},${key},${key},${code},${code}:${code},${code},${code}\n`;
    const users = header + line(key, key) + line("b", `${key}x`) + line(`${key}x`, "c");
    expect((await importText("users.csv", users)).rejects).toEqual([
      { line: 3, column: "last_name", reason: "This text is longer than 255 characters." },
      { line: 4, column: "primary_id", reason: "This identifier is longer than 255 characters." },
    ]);
    const loans = `loan_id,primary_id,item_barcode,library,location,loan_date\n${key},${key},${key},${code},${code},2026-01-01\n`;
    expect((await importText("loans.csv", loans)).created).toBe(1);
    const letters = `letter_id,primary_id,letter_code,created\n${key},${key},${code},2026-01-01\n`;
    expect((await importText("letters.csv", letters)).created).toBe(1);
  });

  test("users: the same ID in another case, a deleted status, an unknown word, a bad category", async () => {
    const report = await importText(
      "users.csv",
      "primary_id,status,record_type,statistics\nx,active,,\nX,active,,\ny,Deleted,,\nz,,robot,\nw,,,FAC\n",
    );
    expect(report.rejects.map((reject) => reject.reason)).toEqual([
      "Lines 2 and 3 have the same primary_id and differ.",
      "Lines 2 and 3 have the same primary_id and differ.",
      "A user cannot be imported as deleted; purge user records instead.",
      "This is not one of public, staff, contact.",
      "An entry here is not TYPE:CATEGORY.",
    ]);
  });
});

describe("a file that will not do is refused with a sentence, and nothing is imported", () => {
  afterEach(async () => {
    expect(await value("SELECT count(*)::int FROM record.loans")).toBe(0);
    expect(await value("SELECT count(*)::int FROM patron.users")).toBe(0);
  });

  test.each([
    [
      "an unknown column",
      "loans.csv",
      HEADER.replace("library", "libary"),
      'loans.csv has the unknown column "libary". Did you mean library?',
    ],
    [
      "a missing column",
      "loans.csv",
      "loan_id,primary_id,item_barcode,library",
      "loans.csv lacks the required column loan_date.",
    ],
    ["a column twice", "loans.csv", `${HEADER},library`, "loans.csv has the column library twice."],
    [
      "semicolons",
      "loans.csv",
      HEADER.replaceAll(",", ";"),
      "loans.csv separates its columns by semicolons or tabs; save it with commas.",
    ],
    [
      "quoted semicolons",
      "loans.csv",
      `"${HEADER.replaceAll(",", '";"')}"\n"A";"anna"\n`,
      "loans.csv separates its columns by semicolons or tabs; save it with commas.",
    ],
    [
      "tabs, the first cell quoted below the header",
      "loans.csv",
      `${HEADER.replaceAll(",", "\t")}\r\n"A"\tanna\r\n`,
      "loans.csv separates its columns by semicolons or tabs; save it with commas.",
    ],
    ["no content", "loans.csv", "", "loans.csv is empty."],
    ["UTF-16", "loans.csv", Buffer.from(`\ufeff${HEADER}`, "utf16le"), "loans.csv is UTF-16 text."],
    ["an unknown name", "stuff.csv", "a", 'What "stuff.csv" holds is not told by its name.'],
  ])("%s", async (_what, name, content, sentence) => {
    await expect(importText(name, content)).rejects.toThrow(sentence);
  });

  const users = "primary_id,last_name\na,One\n";
  test.each([
    [
      "Latin-1",
      Buffer.from(`${users}b,Müller\n`, "latin1"),
      "users.csv is not UTF-8 text near line 3.",
    ],
    [
      "cut off in a line",
      Buffer.from(`${users}b`),
      "users.csv ends in the middle of line 3: it was cut off.",
    ],
    [
      "cut off in quotes",
      Buffer.from(`${users}b,"Tw`),
      "users.csv ends inside quotes: it was cut off, or the quote on line 3 is not closed.",
    ],
    [
      "a quote in a cell",
      Buffer.from(`${users}b,T"w"\n`),
      "users.csv has a quote in the wrong place on line 3",
    ],
  ])("%s", async (_what, content, sentence) => {
    await expect(importText("users.csv", content)).rejects.toThrow(sentence);
  });

  test("after a demo was emptied for it, which is said", async () => {
    await fillDemo(url(), { users: 5, loans: 0, seed: 1 });
    const importing = importText("users.csv", `${users}b`, { replaceDemo: true });
    await expect(importing).rejects.toThrow(
      "Nothing of it was imported. (The demo library was emptied before.)",
    );
  });

  test("no file", async () => {
    await expect(importFiles(url(), { paths: [path.join(fixtures, "none")] })).rejects.toThrow(
      "There is no file or folder",
    );
  });
});
