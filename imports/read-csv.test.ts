import { Readable } from "node:stream";
import { expect, test } from "vitest";
import { readCsv, type CsvRecord } from "./read-csv.ts";

async function read(...chunks: (string | Buffer)[]): Promise<CsvRecord[]> {
  const records = [];
  for await (const record of readCsv(
    Readable.from(chunks.map((chunk) => Buffer.from(chunk))),
    "a.csv",
  )) {
    records.push(record);
  }
  return records;
}

test("a record knows the line it begins on, whatever its line breaks and blank lines", async () => {
  expect(await read('a,b\n1,"x\ny"\n\n\n2,3\r', "\n4,5")).toEqual([
    { line: 1, cells: ["a", "b"] },
    { line: 2, cells: ["1", "x\ny"] },
    { line: 6, cells: ["2", "3"] },
    { line: 7, cells: ["4", "5"] },
  ]);
});

test.each(["\n", "\r\n", "\r"])(
  "lines are counted alike within quotes and without: %j",
  async (end) => {
    const lines = ["a,b", '"x', "", 'y","z', '"', "1,2", "3,4", ""];
    const whole = await read(lines.join(end));
    expect(whole.map(({ line }) => line)).toEqual([1, 2, 6, 7]);
    const bytes = [...lines.join(end)];
    expect(await read(...bytes)).toEqual(whole);
  },
);

test("a byte order mark is not part of the first column's name", async () => {
  expect(await read("\ufeffa,b\n")).toEqual([{ line: 1, cells: ["a", "b"] }]);
});

test("a character cut between two chunks is one character", async () => {
  const euro = Buffer.from("€");
  expect(await read("a\n", euro.subarray(0, 1), euro.subarray(1), "\n")).toContainEqual({
    line: 2,
    cells: ["€"],
  });
});

test.each([
  ["one cell", "x", 1024],
  ["empty cells", ",", 8],
])(
  "much of %s without a line break is refused after the first megabytes, in flat memory",
  async (_what, character, megabytes) => {
    const chunk = Buffer.alloc(1024 * 1024, character);
    let given = 0;
    const endless = Readable.from(
      (function* () {
        for (; given < megabytes; given++) yield chunk;
      })(),
    );
    const before = process.memoryUsage().rss;
    const first = readCsv(endless, "a.csv").next();
    await expect(first.then(({ value }) => value?.cells.length)).rejects.toThrow(
      "a.csv holds more than 1 MB without a line break from line 1 on",
    );
    expect(given).toBeLessThan(16);
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 * 1024);
  },
);
