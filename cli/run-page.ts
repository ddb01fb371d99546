import type { Run, RunRow } from "#db/queries/job-runs.ts";
import { jobTitles } from "#jobs/registry.ts";
import { families, familyWords, type Family } from "#lib/families.ts";
import { formatCount, formatProgress, formatSeconds } from "#lib/format.ts";
import { lettersRemoved } from "./letters-page.ts";
import { table } from "./table.ts";

/** The words of Monitor Jobs. */
export const statusWords: Record<RunRow["status"], string> = {
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

const viaWords: Record<RunRow["submittedVia"], string> = {
  screen: "screen",
  api: "API",
  commandLine: "command line",
  schedule: "schedule",
};

export function runsPage(runs: readonly RunRow[]): string {
  if (runs.length === 0) return "No job has run yet.";
  return table(
    ["Run", "Job", "Status", "Submitted", "By", "Records", "Notes"],
    runs.map(({ id, job, status, submittedAt, submittedVia, records, notes }) => [
      String(id),
      jobTitles[job],
      statusWords[status],
      submittedAt,
      viaWords[submittedVia],
      records,
      notes,
    ]),
  );
}

type FamilyTotals = Record<Family, { records: number; notes: number }>;

/** What a run cut and removed; notes without a patron are among the notes. */
function familyTotals({ counters }: Pick<Run, "counters">): FamilyTotals {
  const sum = (family: Family, wanted: string) =>
    counters
      .filter(({ part, measure }) => part === family && measure === wanted)
      .reduce((total, { count }) => total + count, 0);
  const of = (family: Family) => ({
    records: sum(family, "records"),
    notes: sum(family, "notes"),
  });
  return {
    loans: of("loans"),
    fees: of("fees"),
    requests: of("requests"),
    borrowingRequests: of("borrowingRequests"),
  };
}

/** What a run removed, as the commands print it: of the letters purge the letters, else by family. */
export const removedBy = (run: Pick<Run, "job" | "counters">) =>
  run.job === "letters-purge"
    ? { letters: { removed: lettersRemoved(run) } }
    : { families: familyTotals(run) };

/** What one run did, in a few lines. */
export function outcomePage(run: Run): string {
  const lasted = run.endedAt && run.seconds !== null ? ` in ${formatSeconds(run.seconds)}` : "";
  return [
    `Run ${run.id}, ${jobTitles[run.job]}: ${statusWords[run.status]}${lasted}.`,
    ...(run.problem ? [run.problem] : []),
    ...(run.setAside > 0
      ? [`Left as they are, since they could not be worked: ${formatCount(run.setAside)} rows.`]
      : []),
    `Days counted to ${run.cutOff}. Records looked at: ${formatProgress(run.visited, run.planned)}.`,
    "",
    run.job === "letters-purge" ? lettersTable(run) : familiesTable(run),
  ].join("\n");
}

function familiesTable(run: Run): string {
  const totals = familyTotals(run);
  return table(
    ["", "Anonymized", "Notes removed"],
    families.map((family) => [
      familyWords[family].many,
      totals[family].records,
      totals[family].notes,
    ]),
  );
}

const lettersTable = (run: Run): string =>
  table(["", "Removed"], [["letters", lettersRemoved(run)]]);

export const reportPage = (run: Run): string =>
  [
    outcomePage(run),
    "",
    table(
      run.job === "letters-purge"
        ? ["Month", "Measure", "Letter type or reason", "Count"]
        : ["Family", "Measure", "Rule or reason", "Count"],
      run.counters.map(({ part, measure, label, count }) => [part, measure, label, count]),
    ),
    "",
    ...run.events.map(({ at, level, message }) => `${at}  ${level.padEnd(7)}  ${message}`),
  ].join("\n");
