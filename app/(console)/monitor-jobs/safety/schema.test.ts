import { expect, test } from "vitest";
import { limitsForm } from "./schema.ts";

const form = {
  version: "1",
  marginPercent: "5",
  sharePercent: "25",
  shareOfOnePercent: "",
  shareOfOneFrom: "100",
  mostOfOne: "",
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
  expect(limitsForm.parse(form)).toMatchObject({
    marginPercent: 5,
    shareOfOnePercent: null,
    mostOfOne: null,
    approvalAbove: null,
  });
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

test.each([
  ["shareOfOnePercent", "0", "The share of one is a whole number from 1 to 100."],
  ["shareOfOnePercent", "101", "The share of one is a whole number from 1 to 100."],
  ["shareOfOnePercent", "half", "The share of one is a whole number from 1 to 100."],
  ["shareOfOneFrom", "", "The size from which one counts is a whole number from 5 to 1,000,000."],
  ["shareOfOneFrom", "4", "The size from which one counts is a whole number from 5 to 1,000,000."],
  ["mostOfOne", "0", "The most of one is a whole number from 1 to 1,000,000,000."],
  ["mostOfOne", "1,000,000,001", "The most of one is a whole number from 1 to 1,000,000,000."],
  ["mostOfOne", "2.5", "The most of one is a whole number from 1 to 1,000,000,000."],
])("%s of %j is refused in its own field", (field, text, message) => {
  const { error } = limitsForm.safeParse({ ...form, [field]: text });
  expect(error?.issues).toMatchObject([{ path: [field], message }]);
});
