import type { Run } from "#db/queries/job-runs.ts";
import type { CsvCell } from "#lib/csv.ts";
import type { Titled } from "#app/(console)/monitor-jobs/titled-runs-query.ts";

export const reportColumns = ["section", "part", "name", "value"] as const;

/** Everything that the report says, and what the run was told; facts and settings named as in the JSON. */
export const reportLines = (run: Titled<Run>): CsvCell[][] => [
  ...section("run", factsOf(run)),
  ...run.counters.map(({ part, measure, label, count }) => [measure, part, label, count]),
  ...run.parts.flatMap(({ part, bulks, done, planned, visited, batches }) =>
    section("work", { bulks, done, planned, visited, batches }, part),
  ),
  ...(run.verdictChecks ?? []).map(({ name, found, good }) => [
    "verification",
    good ? "good" : "bad",
    name,
    found,
  ]),
  ...section("erasure", run.erasure ?? {}),
  ...flattened(run.frozen).map(([name, value]) => ["settings", null, name, value]),
  ...run.events.map(({ at, level, message }) => ["event", level, at, message]),
];

const factsOf = (run: Titled<Run>): Record<string, CsvCell> => ({
  id: run.id,
  job: run.title,
  status: run.status,
  submittedVia: run.submittedVia,
  submittedBy: run.submittedBy,
  approvedBy: run.approvedBy,
  submittedAt: run.submittedAt,
  startedAt: run.startedAt,
  endedAt: run.endedAt,
  seconds: run.seconds,
  workedSeconds: run.workedSeconds,
  cutOff: run.cutOff,
  timeZone: run.timeZone,
  softwareVersion: run.softwareVersion,
  frozenHash: run.frozenHash,
  problem: run.problem,
  waitsFor: run.waitsFor,
  expected: run.expected,
  confirmed: String(run.confirmed),
  ceiling: run.ceiling,
  removed: run.removed,
  planned: run.planned,
  visited: run.visited,
  batches: run.batches,
  lettersWaiting: run.lettersWaiting,
  verdict: run.verdict,
  verdictAcknowledgedBy: run.verdictAcknowledgedBy,
  verdictAcknowledgedAt: run.verdictAcknowledgedAt,
});

const section = (name: string, facts: object, part: string | null = null): CsvCell[][] =>
  Object.entries(facts).map(([fact, value]: [string, CsvCell]) => [name, part, fact, value]);

/** Each value of a JSON document under its path: "rules.0.name". What is empty is empty. */
function flattened(value: unknown, path: string[] = []): [string, CsvCell][] {
  if (typeof value !== "object" || value === null) {
    return [[path.join("."), cellOf(value)]];
  }
  const parts = Object.entries(value);
  return parts.length === 0
    ? [[path.join("."), null]]
    : parts.flatMap(([name, part]) => flattened(part, [...path, name]));
}

const cellOf = (value: unknown): CsvCell =>
  typeof value === "number" || typeof value === "string"
    ? value
    : typeof value === "boolean"
      ? String(value)
      : null;
