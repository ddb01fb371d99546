import { z } from "zod";
import { database } from "#db/client.ts";
import { contentVersion } from "#db/queries/content-version.ts";
import { readSubscriptions, saveSubscriptions } from "#db/queries/mail.ts";
import type { JobName } from "#db/queries/job-runs.ts";
import { handler } from "#lib/server/handler.ts";
import { emailAddress } from "#lib/mail-settings.ts";
import { version } from "../../../schema.ts";
import { jobParams } from "../../schema.ts";
import { writesJob } from "../writes-job.ts";

const answer = z.object({ version: z.int(), emails: z.array(z.string()) });

export const GET = handler(
  {
    permission: "jobs.read",
    summary: "List the addresses that are told when a run of the job has ended",
    params: jobParams,
    answer,
    example: { params: { job: "anonymization" } },
  },
  ({ params: { job } }) => read(job),
);

export const PUT = handler(
  {
    permission: "anonymization.write",
    permissionBy: writesJob,
    summary: "Replace the addresses that are told when a run of the job has ended",
    params: jobParams,
    body: z.strictObject({ version, emails: z.array(emailAddress) }),
    answer,
    example: {
      params: { job: "anonymization" },
      body: { version: contentVersion([]), emails: ["privacy@example.org"] },
    },
  },
  async ({ params: { job }, body: { version: known, emails }, save }) => {
    await save((tx) => saveSubscriptions(tx, job, () => emails, known));
    return read(job);
  },
);

async function read(job: JobName) {
  const emails = await database().transaction("lethe_web", (tx) => readSubscriptions(tx, job));
  return { version: contentVersion(emails), emails };
}
