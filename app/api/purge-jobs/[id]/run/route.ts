import { noteRunOfJob, optionsOfJob, readPurgeJob } from "#db/queries/purge-jobs.ts";
import { outcomeOf } from "#jobs/engine/propose.ts";
import { handler } from "#lib/server/handler.ts";
import { startedRun } from "../../../job-runs/schema.ts";
import { requestPurge } from "../../../purge-users/request.ts";
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
  async ({ caller, params: { id }, body, save }) => {
    const requested = await save(async (tx) => {
      const options = optionsOfJob(await readPurgeJob(tx, setUserOf(caller), id));
      const asked = await requestPurge(tx, caller, options, body);
      await noteRunOfJob(tx, id, asked);
      return asked;
    });
    return outcomeOf(requested);
  },
);
