import { expect, test } from "vitest";
import type { RunCounter } from "#db/queries/job-runs.ts";
import { reportSentences } from "./report-sentences-view.ts";

const counter = (part: string, measure: string, count: number, label = ""): RunCounter => ({
  part,
  measure,
  label,
  count,
});

test.each<[string, RunCounter[], string[]]>([
  ["nothing was counted", [], []],
  [
    "links, notes and reasons",
    [
      counter("loans", "heldBack", 210, "Kept by rule: Recent"),
      counter("loans", "heldBack", 108, "No end date"),
      counter("loans", "notes", 7),
      counter("loans", "records", 41_000, "30 days"),
      counter("loans", "records", 200, "Default rule"),
    ],
    [
      "41,200 loans no longer name a patron. 7 notes were removed. 318 are held back: kept by rule: Recent (210) and no end date (108).",
    ],
  ],
  ["one is singular", [counter("fees", "records", 1, "All")], ["1 fee no longer names a patron."]],
  [
    "all held back",
    [counter("requests", "heldBack", 2, "Kept by the default rule")],
    ["2 requests are held back: kept by the default rule (2)."],
  ],
  [
    "families in the order of every screen",
    [counter("borrowingRequests", "records", 2, "x"), counter("loans", "records", 3, "x")],
    ["3 loans no longer name a patron.", "2 borrowing requests no longer name a patron."],
  ],
])("%s", (_name, counters, sentences) => {
  expect(reportSentences(counters)).toEqual(sentences);
});
