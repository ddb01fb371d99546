import { killedAnywhere } from "./f01-kill.ts";
import { killedAtEveryStatement } from "./f02-boundaries.ts";
import { zombie } from "./f03-zombie.ts";
import type { Scenario } from "./scenario.ts";

/** The fault plan, in its order. */
export const scenarios: Scenario[] = [killedAnywhere, killedAtEveryStatement, zombie];
