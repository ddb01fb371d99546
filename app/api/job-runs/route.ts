import { database } from "#db/client.ts";
import { recordChange } from "#db/queries/audit.ts";
import { previewAnonymization } from "#jobs/anonymize/preview.ts";
import { startRun } from "#jobs/engine/start.ts";
import { Refusal } from "#lib/refusal.ts";
import { handler } from "#lib/server/handler.ts";
import { runSearch, startRequest } from "#app/(console)/monitor-jobs/schema.ts";
import { readRunPage } from "#app/(console)/monitor-jobs/titled-runs-query.ts";

/** Milliseconds. A preview looks at every linked record. */
const previewTimeout = 300_000;

/** Runs newest first; `next` is the `before` of the next page. */
export const GET = handler("jobs.read", async (request) => {
  const { before, ...filter } = runSearch.parse(
    Object.fromEntries(new URL(request.url).searchParams),
  );
  return Response.json(await readRunPage(filter, before));
});

/** Queues a run, 202 with its id; 409 when one is active or `confirm` is not what the preview says now. */
export const POST = handler("anonymization.run", async (request, staff) => {
  const { job, confirm, asOf } = startRequest.parse(await request.json());
  if (confirm !== undefined) await refuseAnotherPreview(confirm, asOf);
  const run = await database().transaction("lethe_web", async (tx) => {
    const started = await startRun(tx, {
      job,
      submittedVia: "api",
      staffId: staff.id,
      asOf,
      confirm,
    });
    await recordChange(tx, staff.id, {
      action: "run.start",
      subject: `run ${started.id}`,
      after: { job, confirm: confirm ?? null, asOf: asOf ?? null },
    });
    return started;
  });
  return Response.json(run, { status: 202, headers: { Location: `/api/job-runs/${run.id}` } });
});

async function refuseAnotherPreview(confirm: number, asOf?: string): Promise<void> {
  const preview = await database().transaction(
    "lethe_worker",
    (tx) => previewAnonymization(tx, { asOf }),
    { statementTimeoutMs: previewTimeout },
  );
  if (preview.confirm === confirm) return;
  throw new Refusal(
    `The preview says ${preview.confirm}, not ${confirm}: something has changed. Nothing was started.`,
  );
}
