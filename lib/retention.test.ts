import { expect, test } from "vitest";
import { retentionField, retentionText } from "./retention.ts";

const wrong =
  "Enter whole days, such as 30, or leave it blank to keep letters until the user is purged.";
const short =
  "A retention period is at least 1 day; leave it blank to keep letters until the user is purged.";
const long = "A retention period is at most 36,500 days.";

test.each([
  ["0", short],
  ["-1", short],
  ["-0", short],
  ["1.5", wrong],
  ["1,5", wrong],
  ["30 days", wrong],
  ["1e3", wrong],
  ["+30", wrong],
  ["0x1e", wrong],
  ["NaN", wrong],
  ["36501", long],
  ["36,501", wrong],
  ["99999999999999999999", long],
  ["30\n60\n90", wrong],
  ["30;60;90", wrong],
  ["٣٠", wrong],
  ["3 0", wrong],
  ["9".repeat(1_001), wrong],
])("%j is no retention period, and is told in a sentence", (typed, sentence) => {
  const { error } = retentionField.safeParse(typed);
  expect(error?.issues.map(({ message }) => message)).toEqual([sentence]);
});

test.each([
  ["1", 1],
  ["36500", 36_500],
  [" 30 ", 30],
  ["007", 7],
  ["", null],
  ["   ", null],
])("%j is a retention period", (typed, days) => {
  expect(retentionField.parse(typed)).toBe(days);
});

test("a form field that was left out is refused", () => {
  expect(retentionField.safeParse(undefined).success).toBe(false);
});

test.each([
  [1, "1 day"],
  [30, "30 days"],
  [36_500, "36,500 days"],
  [null, "until the user is purged"],
])("%j is said as “%s”", (days, text) => {
  expect(retentionText(days)).toBe(text);
});
