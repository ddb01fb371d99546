import { noEndDate } from "./decision.ts";
import type { FrozenFamily } from "./frozen.ts";

/** The name of the rule that decided, as people gave it. */
export const ruleName = (frozen: FrozenFamily, position: number): string =>
  frozen.rules[position]?.name ?? "Default rule";

/** Why a record is held back, in words. */
export function reasonOf(frozen: FrozenFamily, position: number): string {
  if (position === noEndDate) return "No end date";
  const rule = frozen.rules[position];
  return rule ? `Kept by rule: ${rule.name}` : "Kept by the default rule";
}
