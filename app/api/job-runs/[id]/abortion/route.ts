import { z } from "zod";
import { database } from "#db/client.ts";
import { readRun } from "#db/queries/job-runs.ts";
import { abortRun } from "#jobs/engine/abort.ts";
import { permissionOfJob, permissionsOfJobs, type Permission } from "#lib/permissions.ts";
import { handler } from "#lib/server/handler.ts";
import { runParams } from "../../schema.ts";

export const POST = handler(
  {
    permission: "anonymization.run",
    permissionBy: { among: permissionsOfJobs("run"), of: ({ params: { id } }) => permissionOf(id) },
    summary: "Ask a run to stop",
    details: "It stops before its next batch; what is committed stays done.",
    params: runParams,
    answer: z.object({ id: z.int(), status: z.literal("aborting") }),
    status: 202,
    example: { params: { id: 7 } },
  },
  async ({ params: { id }, save }) => {
    await save((tx) => abortRun(tx, id));
    return { id, status: "aborting" as const };
  },
);

/** That of the run's job; a run that is not there is told by the write itself. */
async function permissionOf(id: number): Promise<Permission> {
  const run = await database().transaction("lethe_web", (tx) => readRun(tx, id));
  return permissionOfJob(run?.job ?? "anonymization", "run") ?? "anonymization.run";
}
