import { expect, test } from "vitest";
import { codeNamesOf, noNames } from "./code-names.ts";
import { limitOfOne, overLimitSentence, type OverLimit, type ToldOfOne } from "./limit-of-one.ts";

const both = { percent: 50, from: 100, most: 1_000, over: [] } satisfies ToldOfOne;
const group = (code: string): OverLimit => ({
  kind: "userGroup",
  code,
  takes: 95,
  total: 100,
  beyond: ["percent"],
});
const law: OverLimit = {
  kind: "library",
  code: "LAW",
  takes: 1_204,
  total: 1_300,
  beyond: ["percent", "most"],
};
const main: OverLimit = {
  kind: "library",
  code: "MAIN",
  takes: 2_048,
  total: 41_200,
  beyond: ["most"],
};
const names = codeNamesOf({
  library: [{ code: "LAW", name: "Law Library" }],
  location: [],
  userGroup: [{ code: "G", name: "Guests" }],
  statisticalCategory: [],
});

test.each([
  [50, null],
  [null, 9],
  [50, 9],
])("a share of %j and a number of %j are a limit", (percent, most) => {
  expect(limitOfOne({ shareOfOnePercent: percent, shareOfOneFrom: 100, mostOfOne: most })).toEqual({
    percent,
    from: 100,
    most,
  });
});

test("with neither there is no limit", () => {
  expect(limitOfOne({ shareOfOnePercent: null, shareOfOneFrom: 100, mostOfOne: null })).toBeNull();
});

test("who would lose too large a share is called by name, with the numbers", () => {
  const over = [{ ...law, beyond: ["percent" as const] }, group("G"), group("")];
  expect(overLimitSentence("finished records", { ...both, most: null, over }, names)).toBe(
    "More than 50 % of the finished records of one library or user group would be anonymized: 1,204 of 1,300 of library “Law Library”, 95 of 100 of user group “Guests” and 95 of 100 of no user group.",
  );
});

test("who would lose too many is called by name, the largest number first", () => {
  const over = [{ ...law, beyond: ["most" as const] }, main];
  expect(overLimitSentence("finished records", { ...both, percent: null, over }, names)).toBe(
    "More than 1,000 finished records of one library or user group would be anonymized: 2,048 of 41,200 of library “MAIN” and 1,204 of 1,300 of library “Law Library”.",
  );
});

test("of both limits each has its sentence, with those that are beyond it", () => {
  const over = [group("G"), law, main];
  expect(overLimitSentence("finished records", { ...both, over }, names)).toBe(
    "More than 50 % of the finished records of one library or user group would be anonymized: 95 of 100 of user group “Guests” and 1,204 of 1,300 of library “Law Library”. More than 1,000 finished records of one library or user group would be anonymized: 2,048 of 41,200 of library “MAIN” and 1,204 of 1,300 of library “Law Library”.",
  );
});

test("where both are asked, nothing is said of the one that holds", () => {
  expect(overLimitSentence("users", { ...both, most: 500, over: [group("G")] }, names)).toBe(
    "More than 50 % of the users of one user group would be purged: 95 of 100 of user group “Guests”.",
  );
  const over = [{ ...group("G"), beyond: ["most" as const] }];
  expect(overLimitSentence("users", { ...both, most: 1, over }, names)).toBe(
    "More than 1 user of one user group would be purged: 95 of 100 of user group “Guests”.",
  );
});

test("of many the largest are named", () => {
  const over = ["A", "B", "C", "D", "E", "F", "G"].map(group);
  expect(overLimitSentence("users", { ...both, percent: 90, over }, noNames)).toMatch(
    /^More than 90 % of the users of one user group would be purged: 95 of 100 of user group “A”, .*“E” and 2 more\.$/,
  );
});

test("where nobody would, or it is not asked, nothing is said", () => {
  expect(overLimitSentence("users", both, noNames)).toBeNull();
  expect(overLimitSentence("users", null, noNames)).toBeNull();
});
