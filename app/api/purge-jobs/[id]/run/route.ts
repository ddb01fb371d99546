import { noteRunOfJob, optionsOfJob, readPurgeJob } from "#db/queries/purge-jobs.ts";
import { requestRun } from "#jobs/engine/propose.ts";
import { requireStillTrue } from "#jobs/purge-users/request.ts";
import { handler } from "#lib/server/handler.ts";
import { startedRun } from "../../../job-runs/schema.ts";
import { confirmBody, purgeJobParams } from "../../../purge-users/schema.ts";
import { setUserOf } from "../../../users/schema.ts";

export const POST = handler(
  {
    permission: "purge.run",
    summary: "Run a purge job",
    details:
      "As POST /api/job-runs does with the job's criteria. Without confirm a run that would purge too large a share of all users is stopped before it begins.",
    params: purgeJobParams,
    body: confirmBody,
    answer: startedRun,
    status: 202,
    example: { params: { id: 1 }, body: { confirm: 0 } },
  },
  async ({ caller, params: { id }, body: { confirm }, save }) => {
    const { staffId, apiKeyId } = caller;
    const requested = await save(async (tx) => {
      const options = optionsOfJob(await readPurgeJob(tx, setUserOf(caller), id));
      if (confirm !== undefined) {
        await requireStillTrue(tx, options, { shown: confirm, staffId, apiKeyId });
      }
      const asked = await requestRun(tx, {
        job: "purge-users",
        options,
        submittedVia: "api",
        staffId,
        apiKeyId,
        ...(confirm !== undefined && { confirm }),
      });
      await noteRunOfJob(tx, id, asked);
      return asked;
    });
    return "runId" in requested
      ? { id: requested.runId, proposal: null }
      : { id: null, proposal: requested.proposalId };
  },
);
