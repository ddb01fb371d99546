import type { RunReport, RunSummary } from "#db/queries/run-summaries.ts";
import { jobTitles } from "#jobs/registry.ts";
import { families, familyWords } from "#lib/families.ts";
import { count, table } from "./text.ts";

/** The words of Monitor Jobs. */
export const statusWords: Record<RunSummary["status"], string> = {
  queued: "Queued",
  running: "Running",
  paused: "Paused",
  interrupted: "Interrupted",
  aborting: "Aborting",
  completed: "Completed successfully",
  completedWithWarnings: "Completed with warnings",
  completedWithNoRecords: "Completed with no records",
  failed: "Failed",
  aborted: "Aborted by user",
  stoppedByBrake: "Stopped by brake",
};

export const isDone = ({ status }: RunSummary): boolean => status.startsWith("completed");

const viaWords: Record<RunSummary["submittedVia"], string> = {
  screen: "screen",
  api: "API",
  commandLine: "command line",
  schedule: "schedule",
};

export function runsPage(runs: readonly RunSummary[]): string {
  if (runs.length === 0) return "No job has run yet.";
  return table(
    ["Run", "Job", "Status", "Submitted", "By", "Records", "Notes"],
    runs.map((run) => [
      String(run.id),
      jobTitles[run.job],
      statusWords[run.status],
      run.submittedAt,
      viaWords[run.submittedVia],
      sum(run, "records"),
      sum(run, "notes"),
    ]),
  );
}

/** What one run did, in a few lines. */
export function outcomePage(run: RunSummary): string {
  const lasted = run.seconds === null ? "" : ` in ${run.seconds.toFixed(1)} s`;
  return [
    `Run ${run.id}, ${jobTitles[run.job]}: ${statusWords[run.status]}${run.endedAt ? lasted : ""}.`,
    ...(run.problem ? [run.problem] : []),
    `Days counted to ${run.cutOff}. ${count(run.visited)} of ${count(run.planned)} records looked at.`,
    "",
    table(
      ["", "Anonymized", "Notes removed"],
      families.map((family) => [
        familyWords[family].many,
        run.families[family].records,
        run.families[family].notes,
      ]),
    ),
  ].join("\n");
}

export const reportPage = (run: RunReport): string =>
  [
    outcomePage(run),
    ...(run.counters.length > 0
      ? [
          "",
          table(
            ["Family", "Measure", "Rule or reason", "Count"],
            run.counters.map(({ family, measure, label, count }) => [family, measure, label, count]),
          ),
        ]
      : []),
    "",
    ...run.events.map(({ at, level, message }) => `${at}  ${level.padEnd(7)}  ${message}`),
  ].join("\n");

const sum = (run: RunSummary, what: "records" | "notes") =>
  families.reduce((total, family) => total + run.families[family][what], 0);
