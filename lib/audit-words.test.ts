import { expect, test } from "vitest";
import { actionWords, changeLines } from "./audit-words.ts";

test.each([
  ["staff.changeRoles", "Staff: change roles"],
  ["run.abort", "Run: abort"],
  ["letters-purge.start", "Letters purge: start"],
  ["start", "Start"],
])("%s reads as %s", (action, words) => {
  expect(actionWords(action)).toBe(words);
});

test.each<[string, unknown, unknown, string[]]>([
  ["nothing", null, null, []],
  ["a new thing", null, { roles: ["auditor"] }, ["roles: Auditor"]],
  [
    "one of two fields",
    { a: 1, timeZone: "UTC" },
    { a: 1, timeZone: "CET" },
    ["time zone: UTC → CET"],
  ],
  ["a switch", { disabled: false }, { disabled: true }, ["disabled: no → yes"]],
  ["what went", { days: 30 }, {}, ["days: 30 → nothing"]],
  ["an emptied list", { library: ["MAIN"] }, { library: [] }, ["library: MAIN → none"]],
  ["a plain value", 1, 2, ["1 → 2"]],
])("a change says %s", (_, before, after, lines) => {
  expect(changeLines(before, after)).toEqual(lines);
});
