import { expect, test } from "vitest";
import { csvResponse, csvText } from "./csv.ts";

test.each([
  ["plain text stays as it is", "MAIN", "MAIN"],
  ["null is an empty cell", null, ""],
  ["a comma is quoted", "a,b", '"a,b"'],
  ["a quote is doubled", 'a"b', '"a""b"'],
  ["a line break is quoted, of either kind", "a\nb", '"a\nb"'],
  ["a carriage return alone is quoted", "a\rb", '"a\rb"'],
  ["= gets an apostrophe", "=1+1", "'=1+1"],
  ["+ gets an apostrophe", "+1", "'+1"],
  ["- gets an apostrophe", "-1", "'-1"],
  ["@ gets an apostrophe", "@SUM(A1)", "'@SUM(A1)"],
  ["a tab in front gets an apostrophe", "\tx", "'\tx"],
  ["a carriage return in front gets an apostrophe and quotes", "\r=1", '"\'\r=1"'],
  ["a formula with a comma gets both", "=A,B", '"\'=A,B"'],
  ["a negative number is a number", -1.5, "-1.5"],
])("%s", (_name, cell, written) => {
  expect(csvText(["x"], [["first"], [cell]])).toBe(`x\r\nfirst\r\n${written}\r\n`);
});

test("a table without rows is its header", () => {
  expect(csvText(["month", "count"], [])).toBe("month,count\r\n");
});

test("a download is named and holds the same text", async () => {
  const rows = Array.from({ length: 5_000 }, (_, row) => [`L${row}`, row]);
  const response = await csvResponse("loans.csv", ["library", "count"], rows);
  expect(response.headers.get("content-disposition")).toBe('attachment; filename="loans.csv"');
  expect(await response.text()).toBe(csvText(["library", "count"], rows));
});

const failingAfter = async function* (count: number) {
  for (let row = 0; row < count; row++) yield [row];
  throw await Promise.resolve(new Error("the database went away"));
};

test("a download that fails at once fails before there is an answer", async () => {
  await expect(csvResponse("loans.csv", ["count"], failingAfter(0))).rejects.toThrow("went away");
});

test("a download that fails later is broken off", async () => {
  const response = await csvResponse("loans.csv", ["count"], failingAfter(50_000));
  await expect(response.text()).rejects.toThrow("went away");
});

test("a download that nobody waits for is not read on", async () => {
  let isLeft = false;
  async function* rows() {
    try {
      for (let row = 0; ; row++) yield await Promise.resolve([row]);
    } finally {
      isLeft = true;
    }
  }
  const response = await csvResponse("loans.csv", ["count"], rows());
  await response.body?.cancel();
  await expect.poll(() => isLeft).toBe(true);
});
