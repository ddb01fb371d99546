import { database } from "#db/client.ts";
import { readRun } from "#db/queries/job-runs.ts";
import { permissionOfJob, permissionsOfJobs, type Permission } from "#lib/permissions.ts";

/** Who may steer a run: those who may start its job. */
export const steersRun = {
  among: permissionsOfJobs("run"),
  of: ({ params: { id } }: { params: { id: number } }) => permissionOf(id),
};

/** That of the run's job; a run that is not there is told by the write itself. */
async function permissionOf(id: number): Promise<Permission> {
  const run = await database().transaction("lethe_web", (tx) => readRun(tx, id));
  return permissionOfJob(run?.job ?? "anonymization", "run") ?? "anonymization.run";
}
