import { csvResponse } from "#lib/csv.ts";
import { NotFound } from "#lib/refusal.ts";
import { handler } from "#lib/server/handler.ts";
import { readTitledRun } from "#app/(console)/monitor-jobs/titled-runs-query.ts";
import { runParams } from "../../schema.ts";
import { reportColumns, reportLines } from "./lines.ts";

export const GET = handler(
  {
    permission: "jobs.read",
    summary: "Download a run's report",
    params: runParams,
    csv: "One flat table: facts of the run, counters, work, verification, erasure, settings and events, in the columns section, part, name and value.",
    example: { params: { id: 7 } },
  },
  async ({ params: { id } }) => {
    const run = await readTitledRun(id);
    if (!run) throw new NotFound(`There is no run ${id}.`);
    return csvResponse(`run-${id}.csv`, reportColumns, reportLines(run));
  },
);
