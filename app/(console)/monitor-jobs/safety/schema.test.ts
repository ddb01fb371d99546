import { expect, test } from "vitest";
import { limitsForm } from "./schema.ts";

const form = {
  version: "1",
  marginPercent: "5",
  sharePercent: "25",
  timesLastRuns: "3",
  approvalAbove: "",
  restFrom: "",
  restUntil: "",
  rewriteUpToMb: "1000",
  rewriteFrom: "01:00",
  rewriteUntil: "05:00",
  backupDays: "",
  backupWarnHours: "48",
  backupRequired: false,
};

test("a blank limit is none", () => {
  expect(limitsForm.parse(form)).toMatchObject({ marginPercent: 5, approvalAbove: null });
});

test.each(["42676", "42,676", "42 676", "42.676", " 42’676 "])(
  "%j is written as people do",
  (text) => {
    expect(limitsForm.parse({ ...form, approvalAbove: text }).approvalAbove).toBe(42_676);
  },
);

test.each(["2.5", "2,5", "25.0", "1,2345", "-5", "1e1", "five"])(
  "%j loosens no brake: it is refused by the sentence of its field",
  (text) => {
    const { error } = limitsForm.safeParse({ ...form, marginPercent: text });
    expect(error?.issues).toMatchObject([
      { path: ["marginPercent"], message: "The margin is a whole number from 0 to 100." },
    ]);
  },
);
