import type { RunFilter, RunRow } from "#db/queries/job-runs.ts";
import { csvResponse, type CsvCell } from "#lib/csv.ts";
import { readRunPage, type Titled } from "#app/(console)/monitor-jobs/titled-runs-query.ts";

const columns = [
  "id",
  "job",
  "title",
  "status",
  "submittedVia",
  "submittedBy",
  "submittedAt",
  "startedAt",
  "endedAt",
  "seconds",
  "cutOff",
  "timeZone",
  "batches",
  "records",
  "notes",
  "heldBack",
  "problem",
] as const satisfies (keyof Titled<RunRow>)[];

/** Page after page while it is written, so that a year of runs is never in memory. */
export const historyCsv = (filter: RunFilter, before?: number): Promise<Response> =>
  csvResponse("job-history.csv", columns, lines(filter, before));

async function* lines(filter: RunFilter, before?: number): AsyncGenerator<CsvCell[]> {
  for (let from = before, more = true; more;) {
    const { runs, next } = await readRunPage(filter, from);
    for (const run of runs) yield columns.map((column) => run[column]);
    more = next !== null;
    from = next ?? undefined;
  }
}
