import fs from "node:fs";
import os from "node:os";
import type { Violation } from "./invariants.ts";
import type { Plant } from "./plant.ts";
import type { Result } from "./scenario.ts";

export interface PlantResult {
  plant: Plant;
  result: Result;
  /** What is violated as the plant has to; none: it is not caught. */
  caught: Violation[];
}

const told = ({ counts, took }: Result) =>
  [
    ...Object.entries(counts)
      .filter(([, n]) => n > 0)
      .map(([what, n]) => `${n.toLocaleString("en")} ${what}`),
    ...Object.entries(took).map(([what, seconds]) => `${what} in ${spread(seconds)}`),
  ].join(", ");

function spread(seconds: number[]): string {
  const sorted = seconds.toSorted((one, other) => one - other);
  const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
  return `${median.toFixed(2)} s at the median and ${(sorted.at(-1) ?? 0).toFixed(2)} s at most (${sorted.length} times)`;
}

export function resultText(result: Result): string {
  const { id, title, seconds, violations } = result;
  const word = violations.length === 0 ? "ok " : "RED";
  return [
    `${word} ${id} ${title} (${seconds.toFixed(1)} s): ${told(result)}`,
    ...violations.map(({ invariant, what }) => `      ${invariant}: ${what}`),
  ].join("\n");
}

/** A plant that is not caught tells all of what happened in its place. */
export function plantText({ plant, result, caught }: PlantResult): string {
  const [first] = caught;
  const how = first ? `caught by ${first.invariant}: ${first.what}` : "NOT CAUGHT";
  const line = `${first ? "ok " : "RED"} planted in ${plant.scenario}: ${plant.name}: ${how} (${result.seconds.toFixed(1)} s)`;
  return first ? line : `${line}\n${resultText(result)}`;
}

const file = "docs/faults.md";
const marks = ["<!-- results -->", "<!-- /results -->"] as const;

/** Puts the results between the marks of docs/faults.md. */
export function writeReport(results: Result[], planted: PlantResult[], how: string): void {
  const text = fs.readFileSync(file, "utf8");
  const [before = "", rest = ""] = text.split(marks[0]);
  const after = rest.split(marks[1])[1] ?? "";
  const lines = [
    `${how} Node ${process.versions.node}, ${os.cpus().length} cores.`,
    "",
    "| Fault | | Seconds | What happened |",
    "| --- | --- | --- | --- |",
    ...results.map(
      (result) =>
        `| ${result.id} ${result.title} | ${verdictOf(result)} | ${result.seconds.toFixed(0)} | ${told(result)} |`,
    ),
    "",
    "| Planted | In | |",
    "| --- | --- | --- |",
    ...planted.map(
      ({ plant, caught }) =>
        `| ${plant.name} | ${plant.scenario} | ${caught.length > 0 ? `caught by ${invariantsOf(caught)}` : "**not caught**"} |`,
    ),
  ];
  fs.writeFileSync(
    file,
    [before, marks[0], "\n\n", lines.join("\n"), "\n\n", marks[1], after].join(""),
  );
}

const invariantsOf = (violations: Violation[]) =>
  [...new Set(violations.map(({ invariant }) => invariant))].join(", ");

const verdictOf = ({ violations }: Result) =>
  violations.length === 0
    ? "holds"
    : `**${violations.map(({ invariant, what }) => `${invariant}: ${what}`).join("; ")}**`;
