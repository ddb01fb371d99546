import { handler } from "#lib/server/handler.ts";
import { runId } from "#app/(console)/monitor-jobs/schema.ts";
import { readTitledRun } from "#app/(console)/monitor-jobs/titled-runs-query.ts";

/** A run with its counters, parts and events. */
export const GET = handler<{ id: string }>("jobs.read", async (_request, _staff, params) => {
  const id = runId.parse(params.id);
  const run = await readTitledRun(id);
  return run
    ? Response.json(run)
    : Response.json({ error: `There is no run ${id}.` }, { status: 404 });
});
