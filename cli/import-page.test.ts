import { expect, test } from "vitest";
import type { FileReport } from "#imports/report.ts";
import { importPage, rejectedSentence } from "./import-page.ts";

const report = (rejected: number, listed: number, more: Partial<FileReport> = {}) => ({
  files: [
    {
      ...{ file: "users.csv", format: "users", read: rejected, rejected },
      ...{ created: 0, updated: 0, unchanged: 0, alreadyAnonymized: 0 },
      rejects: Array.from({ length: listed }, (_, n) => ({
        ...{ line: n + 2, column: "status", reason: "No." },
      })),
      ...(rejected > listed && { moreRejects: rejected - listed }),
      ...more,
    },
  ],
});

test.each([
  [3, 3, "3 lines rejected; the rest is in. --json lists each with its reason."],
  [
    12_000,
    10_000,
    "12,000 lines rejected; the rest is in. --rejects FILE lists each with its reason.",
  ],
])("of %d rejected lines of which %d are listed: %s", (rejected, listed, sentence) => {
  expect(rejectedSentence(report(rejected, listed), false)).toBe(sentence);
});

test.each([
  [30, 30, "and 10 more; --json lists them"],
  [12_000, 10_000, "and 11,980 more; --rejects FILE lists them"],
])(
  "below the first of %d rejected lines stands how many more there are",
  (rejected, listed, end) => {
    expect(importPage(report(rejected, listed), false)).toMatch(new RegExp(`${end}$`));
  },
);

test("of many new codes the first are shown", () => {
  const createdCodes = {
    libraries: ["MAIN"],
    locations: Array.from({ length: 50 }, (_, n) => `MAIN:${n}`),
  };
  expect(importPage(report(0, 0, { createdCodes }), false)).toContain("MAIN:8 and 41 more");
});
