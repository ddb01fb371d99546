import type { Condition, Rule } from "./rules.ts";

/** Whether every record that matches `narrow` surely matches `wide`. Says no where it cannot know. */
export const ruleImplies = (narrow: Rule, wide: Rule): boolean =>
  wide.when.every((wanted) => narrow.when.some((given) => implies(given, wanted)));

/** Whether no record can match both. Says no where it cannot know. */
export function excludes(one: Condition, other: Condition): boolean {
  if (one.parameter !== other.parameter) return false;
  if (one.operator === "isEmpty" || other.operator === "isEmpty") {
    return one.operator !== other.operator;
  }
  if (one.parameter === "hasOpenFee") return one.value !== other.value;
  if (isCompared(one) && isCompared(other)) {
    const [first, second] = [rangeOf(one), rangeOf(other)];
    return Math.max(first.low, second.low) > Math.min(first.high, second.high);
  }
  if (!isListed(one) || !isListed(other)) return false;
  if (!hasOneValue(one) || !hasOneValue(other)) return false;
  if (one.operator === "in" && other.operator === "in") return !overlap(one.value, other.value);
  if (one.operator === other.operator) return false;
  const [wanted, barred] = one.operator === "in" ? [one, other] : [other, one];
  const codes: readonly string[] = barred.value;
  return wanted.value.every((code) => codes.includes(code));
}

function implies(given: Condition, wanted: Condition): boolean {
  if (given.parameter !== wanted.parameter) return false;
  if (isCompared(given) && isCompared(wanted)) {
    const [inner, outer] = [rangeOf(given), rangeOf(wanted)];
    return inner.low >= outer.low && inner.high <= outer.high;
  }
  if (given.parameter === "loansToRetain" && wanted.parameter === "loansToRetain") {
    return given.value >= wanted.value;
  }
  if (isListed(given) && isListed(wanted)) return listImplies(given, wanted);
  if (given.operator !== wanted.operator) return false;
  return given.parameter === "hasOpenFee" && wanted.parameter === "hasOpenFee"
    ? given.value === wanted.value
    : given.operator === "isEmpty";
}

type Compared = Extract<Condition, { operator: "=" | "<" | ">" }>;
type Listed = Extract<Condition, { operator: "in" | "notIn" }>;

const isCompared = (condition: Condition): condition is Compared =>
  ["=", "<", ">"].includes(condition.operator);
const isListed = (condition: Condition): condition is Listed =>
  ["in", "notIn"].includes(condition.operator);

/** Whole days, both ends inclusive. */
function rangeOf({ operator, value }: Compared): { low: number; high: number } {
  if (operator === "=") return { low: value, high: value };
  return operator === ">"
    ? { low: value + 1, high: Infinity }
    : { low: -Infinity, high: value - 1 };
}

function listImplies(given: Listed, wanted: Listed): boolean {
  const [all, listed]: [readonly string[], readonly string[]] = [given.value, wanted.value];
  if (given.operator === "in" && wanted.operator === "in") {
    return all.every((code) => listed.includes(code));
  }
  if (given.operator === "notIn") {
    return wanted.operator === "notIn" && listed.every((code) => all.includes(code));
  }
  return hasOneValue(given) && hasOneValue(wanted) && !overlap(all, listed);
}

/** A record has several categories; and a bare location may be the same place as another's full code. */
const hasOneValue = ({ parameter, value }: Listed): boolean =>
  parameter === "location"
    ? value.every((code) => code.includes(":"))
    : parameter !== "statisticalCategory";

const overlap = (one: readonly string[], other: readonly string[]) =>
  one.some((code) => other.includes(code));
