import type { Run, RunRow } from "#db/queries/job-runs.ts";
import { jobTitles } from "#jobs/registry.ts";
import { abortedSentence } from "#lib/aborted-sentence.ts";
import { erasureStages } from "#lib/erasure.ts";
import { families, familyWords, type Family } from "#lib/families.ts";
import { formatCount, formatProgress, formatSeconds } from "#lib/format.ts";
import { runStatusNames } from "#lib/run-words.ts";
import { lettersRemoved } from "./letters-page.ts";
import { purgedBy, purgeTable } from "./purge-page.ts";
import { table } from "./table.ts";
import { updatedBy, updateTable } from "./update-page.ts";

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
      runStatusNames[status],
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

/** What came of a run, as the commands print it. */
export const outcome = (id: number, run: Run | null) => ({
  id,
  job: run?.job,
  status: run?.status,
  cutOff: run?.cutOff,
  ...(run && removedBy(run)),
  seconds: run?.seconds,
  ...(run?.problem ? { problem: run.problem } : {}),
});

/** Of a purge the letters or users, else by family. */
export function removedBy(run: Pick<Run, "job" | "counters" | "setAside">) {
  if (run.job === "update-users") return updatedBy(run);
  if (run.job === "purge-users") return purgedBy(run);
  if (run.job === "letters-purge") return { letters: { removed: lettersRemoved(run) } };
  return { families: familyTotals(run) };
}

const outcomeTables: Partial<Record<Run["job"], (run: Run) => string>> = {
  "letters-purge": (run) => lettersTable(run),
  "purge-users": purgeTable,
  "update-users": updateTable,
};

/** What one run did, in a few lines. */
export function outcomePage(run: Run): string {
  const lasted = run.endedAt && run.seconds !== null ? ` in ${formatSeconds(run.seconds)}` : "";
  return [
    `Run ${run.id}, ${jobTitles[run.job]}: ${runStatusNames[run.status]}${lasted}.`,
    ...(run.problem ? [run.problem] : []),
    ...(run.status === "aborted" ? [abortedSentence(run)] : []),
    ...(run.waitsFor ? [`It waits for ${run.waitsFor}, and goes on by itself.`] : []),
    ...(run.lettersWaiting > 0
      ? [`Letters that wait to be sent: ${formatCount(run.lettersWaiting)}.`]
      : []),
    ...(run.setAside > 0
      ? [`Left as they are, since they could not be worked: ${formatCount(run.setAside)} rows.`]
      : []),
    `Days counted to ${run.cutOff}. Records looked at: ${formatProgress(run.visited, run.planned)}.`,
    ...erasureLines(run),
    "",
    (outcomeTables[run.job] ?? familiesTable)(run),
  ].join("\n");
}

/** The stages after the cut, with what they wait for. */
function erasureLines({ erasure, endedAt }: Run): string[] {
  if (!erasure) return [];
  const stages = erasureStages(erasure, endedAt).slice(1);
  return [
    ...stages.map(({ name, at, note }) =>
      [`${name}: ${at ?? "not yet"}.`, note].filter(Boolean).join(" "),
    ),
    ...(erasure.backupsEndOn ? [`Backups may hold it until ${erasure.backupsEndOn}.`] : []),
  ];
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

const headsOf: Partial<Record<Run["job"], string[]>> = {
  "letters-purge": ["Month", "Measure", "Letter type or reason", "Count"],
  "purge-users": ["Part", "Measure", "User group, reason or kind", "Count"],
  "update-users": ["Part", "Measure", "Parameter or reason", "Count"],
};

export const reportPage = (run: Run): string =>
  [
    outcomePage(run),
    "",
    table(
      headsOf[run.job] ?? ["Family", "Measure", "Rule or reason", "Count"],
      run.counters.map(({ part, measure, label, count }) => [part, measure, label, count]),
    ),
    "",
    ...run.events.map(({ at, level, message }) => `${at}  ${level.padEnd(7)}  ${message}`),
  ].join("\n");
