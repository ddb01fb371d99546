import type { Run } from "#db/queries/job-runs.ts";
import { csvResponse, type CsvCell } from "#lib/csv.ts";
import { NotFound } from "#lib/refusal.ts";
import { handler } from "#lib/server/handler.ts";
import { readTitledRun, type Titled } from "#app/(console)/monitor-jobs/titled-runs-query.ts";
import { runParams } from "../../schema.ts";

export const GET = handler(
  {
    permission: "jobs.read",
    summary: "Download a run's report",
    params: runParams,
    csv: "One flat table: facts of the run, counters, work, verification and events, in the columns section, part, name and value.",
    example: { params: { id: 7 } },
  },
  async ({ params: { id } }) => {
    const run = await readTitledRun(id);
    if (!run) throw new NotFound(`There is no run ${id}.`);
    return csvResponse(`run-${id}.csv`, ["section", "part", "name", "value"], lines(run));
  },
);

const lines = (run: Titled<Run>): CsvCell[][] => [
  ...(
    [
      ["id", run.id],
      ["job", run.title],
      ["status", run.status],
      ["submittedVia", run.submittedVia],
      ["submittedBy", run.submittedBy],
      ["submittedAt", run.submittedAt],
      ["startedAt", run.startedAt],
      ["endedAt", run.endedAt],
      ["seconds", run.seconds],
      ["cutOff", run.cutOff],
      ["timeZone", run.timeZone],
      ["softwareVersion", run.softwareVersion],
      ["frozenHash", run.frozenHash],
      ["problem", run.problem],
    ] as const
  ).map(([name, value]) => ["run", null, name, value]),
  ...run.counters.map(({ part, measure, label, count }) => [measure, part, label, count]),
  ...run.parts.flatMap(({ part, bulks, done, planned, visited, batches }) =>
    Object.entries({ bulks, done, planned, visited, batches }).map(([name, value]) => [
      "work",
      part,
      name,
      value,
    ]),
  ),
  ...(run.verdictChecks ?? []).map(({ name, found, good }) => [
    "verification",
    good ? "good" : "bad",
    name,
    found,
  ]),
  ...run.events.map(({ at, level, message }) => ["event", level, at, message]),
];
