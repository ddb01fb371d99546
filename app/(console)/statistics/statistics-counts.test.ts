import { expect, test } from "vitest";
import { dimensionText, everyMonth, sumsBy } from "./statistics-counts-query.ts";

test("a month in which nothing happened is there with nothing, over the turn of a year", () => {
  const counts = [
    { label: "2026-02", value: 5 },
    { label: "2025-11", value: 3 },
  ];
  expect(everyMonth(counts)).toEqual([
    { label: "Nov 2025", value: 3 },
    { label: "Dec 2025", value: 0 },
    { label: "Jan 2026", value: 0 },
    { label: "Feb 2026", value: 5 },
  ]);
});

test("no months are no columns", () => {
  expect(everyMonth([])).toEqual([]);
});

test("rows are summed by one dimension, and what is absent has a name", () => {
  const rows = [
    { month: "2026-01", userGroup: "STUDENT", count: 2 },
    { month: "2026-01", userGroup: null, count: 1 },
    { month: "2026-02", userGroup: "STUDENT", count: 4 },
  ];
  expect(sumsBy("userGroup", rows)).toEqual([
    { label: "STUDENT", value: 6 },
    { label: "No user group", value: 1 },
  ]);
  expect(sumsBy("month", rows)).toEqual([
    { label: "2026-01", value: 3 },
    { label: "2026-02", value: 4 },
  ]);
});

test("equal codes of two libraries are two locations, where libraries are told apart", () => {
  const rows = [
    { library: "MAIN", location: "STACKS", count: 2 },
    { library: "LAW", location: "STACKS", count: 1 },
    { library: "LAW", location: null, count: 4 },
  ];
  expect(sumsBy("location", rows)).toEqual([
    { label: "MAIN: STACKS", value: 2 },
    { label: "LAW: STACKS", value: 1 },
    { label: "LAW: No location", value: 4 },
  ]);
  expect(sumsBy("location", [{ location: "STACKS", count: 3 }])).toEqual([
    { label: "STACKS", value: 3 },
  ]);
});

test("amounts are summed to the cent", () => {
  const rows = [
    { library: "MAIN", count: 1, amount: 0.1 },
    { library: "MAIN", count: 1, amount: 0.2 },
  ];
  expect(sumsBy("library", rows, "amount")).toEqual([{ label: "MAIN", value: 0.3 }]);
});

test("a status is shown in words", () => {
  expect(dimensionText("status", { status: "on_hold_shelf", count: 1 })).toBe("On hold shelf");
});
