import { expect, test } from "vitest";
import {
  formatAmount,
  formatCountOf,
  formatDay,
  formatFirst,
  formatList,
  formatLocal,
  formatMoment,
  formatMonth,
  formatProgress,
  formatSeconds,
} from "./format.ts";

test.each([
  [0, "0 s"],
  [0.44, "0.4 s"],
  [59.4, "59 s"],
  [59.6, "1 min"],
  [75.4, "1 min 15 s"],
  [3599.6, "1 h"],
  [5400, "1 h 30 min"],
])("%d seconds read as %s", (seconds, text) => {
  expect(formatSeconds(seconds)).toBe(text);
});

test.each([
  [0, 100, "0 of 100 (0%)"],
  [1200, 4500, "1,200 of 4,500 (27%)"],
  [999, 1000, "999 of 1,000 (99%)"],
  [1000, 1000, "1,000 of 1,000 (100%)"],
  [1001, 1000, "1,000 of 1,000 (100%)"],
  [5, 0, "5 so far"],
])("%d of %d reads as %s", (done, all, text) => {
  expect(formatProgress(done, all)).toBe(text);
});

test("one is singular, every other number plural", () => {
  expect([0, 1, 2000].map((count) => formatCountOf(count, "loan", "loans"))).toEqual([
    "0 loans",
    "1 loan",
    "2,000 loans",
  ]);
});

test("days, months and moments read the same on every machine", () => {
  expect(formatDay("2026-11-03")).toBe("3 Nov 2026");
  expect(formatMonth("2026-03")).toBe("Mar 2026");
  expect(formatLocal("2026-11-23T02:00")).toBe("23 Nov 2026, 02:00");
  expect(formatMoment("2026-07-01T22:30:00Z", "Europe/Zurich")).toBe("2 Jul 2026, 00:30");
  expect(formatAmount(1234.5, "CHF")).toBe("CHF 1,234.50");
});

test("a list ends with and", () => {
  expect(formatList(["a", "b", "c"])).toBe("a, b and c");
  expect(formatList(["a"])).toBe("a");
  expect(formatList([])).toBe("");
});

test.each([
  [["a", "b"], "a and b"],
  [["a", "b", "c"], "a, b and c"],
  [["a", "b", "c", "d"], "a, b and 2 more"],
])("the first two of %j read as %s", (parts, text) => {
  expect(formatFirst(parts, 2)).toBe(text);
});
