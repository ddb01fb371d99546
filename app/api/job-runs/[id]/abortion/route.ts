import { database } from "#db/client.ts";
import { recordChange } from "#db/queries/audit.ts";
import { abortRun } from "#jobs/engine/abort.ts";
import { handler } from "#lib/server/handler.ts";
import { runId } from "#app/(console)/monitor-jobs/schema.ts";

/** Asks the run to stop, 202; 409 when it has ended or is being aborted already. */
export const POST = handler<{ id: string }>(
  "anonymization.run",
  async (_request, staff, params) => {
    const id = runId.parse(params.id);
    await database().transaction("lethe_web", async (tx) =>
      recordChange(tx, staff.id, await abortRun(tx, id)),
    );
    return Response.json({ id, status: "aborting" }, { status: 202 });
  },
);
