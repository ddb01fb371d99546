import { expect, test } from "vitest";
import type { Comparison, Side } from "#jobs/anonymize/compare.ts";
import { comparisonSentences, idleSentence } from "./comparison-sentences-view.ts";

const side = (goes: number, stays: number, noEndDate = 0, legalHold = 0): Side => ({
  goes,
  stays,
  legalHold,
  noEndDate,
  byRule: [],
});
const comparison = (more: Partial<Comparison>): Comparison => ({
  family: "loans",
  cutOff: "2026-11-26",
  takes: { records: true, notes: true },
  saved: side(10, 5),
  draft: side(10, 5),
  starts: [],
  stops: [],
  byLibrary: [],
  byUserGroup: [],
  seconds: 0,
  ...more,
});

test("a draft that changes nothing says so", () => {
  expect(comparisonSentences(comparison({}))).toEqual([
    "As saved 10 loans would go; as drafted 10, which is as many.",
    "5 would stay.",
  ]);
});

test("what would go and stay is told with the rule that keeps it, even where the sums are alike", () => {
  const told = comparison({
    draft: side(10, 1_005, 2, 3),
    starts: [
      { keptBy: 2, records: 3 },
      { keptBy: null, records: 1 },
    ],
    stops: [{ keptBy: 1, records: 4 }],
  });
  expect(comparisonSentences(told)).toEqual([
    "As saved 10 loans would go; as drafted 10, which is as many.",
    "4 loans would go that the saved rules keep: kept 3 by rule 2 and 1 by the default rule.",
    "4 loans would stay that the saved rules let go: kept 4 by rule 1.",
    "1,005 would stay, 3 on legal hold and 2 for want of an end date.",
  ]);
});

test.each([
  [{ matches: 0, takenBy: [] }, "It matches nothing."],
  [{ matches: 1_204, takenBy: [1] }, "What it matches, 1,204, is decided by rule 1."],
  [{ matches: 7, takenBy: [1, 3] }, "What it matches, 7, is decided by rules 1 and 3."],
])("a rule that decides nothing says why: %j", (idle, sentence) => {
  expect(idleSentence(idle)).toBe(sentence);
});
