import { legalHold, noEndDate } from "./decision.ts";
import type { FrozenFamily } from "./frozen.ts";

const defaultRule = "Default rule";

/** As runs of every job count it. */
export const onLegalHold = "Legal hold";

/** Why a preview holds back what the rules of an unticked family let go. */
export const neitherBox = "Neither box is ticked";

/** The name of the rule that decided, as people gave it; told apart by its place where two have the same. */
export function ruleName(frozen: FrozenFamily, position: number): string {
  const rule = frozen.rules[position];
  if (!rule) return defaultRule;
  const same = [defaultRule, ...frozen.rules.map(({ name }) => name)].filter(
    (name) => name === rule.name,
  );
  return same.length > 1 ? `${rule.name} (rule ${rule.place ?? position + 1})` : rule.name;
}

/** Why a record is held back, in words. */
export function reasonOf(frozen: FrozenFamily, position: number): string {
  if (position === legalHold) return onLegalHold;
  if (position === noEndDate) return "No end date";
  return frozen.rules[position]
    ? `Kept by rule: ${ruleName(frozen, position)}`
    : "Kept by the default rule";
}
