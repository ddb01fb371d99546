import { noEndDate } from "./decision.ts";
import type { FrozenFamily } from "./frozen.ts";

/** The name of the rule that decided, as people gave it. */
export const ruleName = (frozen: FrozenFamily, position: number): string =>
  frozen.rules[position]?.name ?? "Default rule";

/** Why a record is held back, in words. */
export const reasonOf = (frozen: FrozenFamily, position: number): string =>
  position === noEndDate ? "No end date" : `Kept by rule: ${ruleName(frozen, position)}`;
