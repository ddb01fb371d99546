import { NotFound } from "#lib/refusal.ts";
import { handler } from "#lib/server/handler.ts";
import { readTitledRun } from "#app/(console)/monitor-jobs/titled-runs-query.ts";
import { runParams, wholeRun } from "../schema.ts";

export const GET = handler(
  {
    permission: "jobs.read",
    summary: "Read a run with its counters, parts and events",
    params: runParams,
    answer: wholeRun,
    example: { params: { id: 7 } },
  },
  async ({ params: { id } }) => {
    const run = await readTitledRun(id);
    if (!run) throw new NotFound(`There is no run ${id}.`);
    return run;
  },
);
