import { expect, test } from "vitest";
import { reasonOf, ruleName } from "./reasons.ts";

const rule = { name: "Same", description: "", enabled: true, when: [], ids: [], anonymize: false };
const frozen = (...places: (number | undefined)[]) => ({
  records: true,
  notes: true,
  default: false,
  rules: places.map((place) => ({ ...rule, place })),
});

test("rules of one name are told apart by their places in the whole list", () => {
  expect(ruleName(frozen(2, 5), 1)).toBe("Same (rule 5)");
  expect(reasonOf(frozen(2, 5), 0)).toBe("Kept by rule: Same (rule 2)");
  expect(ruleName(frozen(5), 0)).toBe("Same");
});

test("a run of an earlier version, which froze no places, counts the rules that it has", () => {
  expect(ruleName(frozen(undefined, undefined), 1)).toBe("Same (rule 2)");
});
