import type { Invariant } from "./invariants.ts";
import type { Plant } from "./plants.ts";
import type { Result } from "./scenario.ts";

export interface PlantResult {
  plant: Plant;
  result: Result;
  broken: Invariant[];
  isCaught: boolean;
}

export function printTable({ id, title, seconds, violations, counts }: Result): void {
  const told = Object.entries(counts)
    .map(([what, n]) => `${n.toLocaleString("en")} ${what}`)
    .join(", ");
  console.log(`${violations.length === 0 ? "ok " : "RED"} ${id} ${title} (${seconds.toFixed(1)} s): ${told}`);
  for (const { invariant, what } of violations) console.log(`      ${invariant}: ${what}`);
}

export function writeReport(_results: Result[], _planted: PlantResult[], _seed: number): void {}
