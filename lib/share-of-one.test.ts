import { expect, test } from "vitest";
import { codeNamesOf, noNames } from "./code-names.ts";
import { overShareSentence, type OverShare } from "./share-of-one.ts";

const group = (code: string): OverShare => ({ kind: "userGroup", code, takes: 95, total: 100 });

test("who would lose too much is called by name, with the numbers", () => {
  const names = codeNamesOf({
    library: [{ code: "LAW", name: "Law Library" }],
    location: [],
    userGroup: [{ code: "G", name: "Guests" }],
    statisticalCategory: [],
  });
  const law: OverShare = { kind: "library", code: "LAW", takes: 1_204, total: 1_300 };
  expect(
    overShareSentence(
      "finished records",
      { percent: 50, over: [law, group("G"), group("")] },
      names,
    ),
  ).toBe(
    "More than 50 % of the finished records of one library or user group would be anonymized: 1,204 of 1,300 of library “Law Library”, 95 of 100 of user group “Guests” and 95 of 100 of no user group.",
  );
});

test("of many the largest are named", () => {
  const over = ["A", "B", "C", "D", "E", "F", "G"].map(group);
  expect(overShareSentence("users", { percent: 90, over }, noNames)).toMatch(
    /^More than 90 % of the users of one user group would be purged: 95 of 100 of user group “A”, .*“E” and 2 more\.$/,
  );
});

test("where nobody would, nothing is said", () => {
  expect(overShareSentence("users", { percent: 90, over: [] }, noNames)).toBeNull();
});
