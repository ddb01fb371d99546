import type { JobName } from "#db/queries/job-runs.ts";
import { permissionOfJob, permissionsOfJobs } from "#lib/permissions.ts";

/** Who may set when a job runs, and who is told: those who may change its screen. */
export const writesJob = {
  among: permissionsOfJobs("write"),
  of: ({ params: { job } }: { params: { job: JobName } }) =>
    permissionOfJob(job, "write") ?? "anonymization.write",
};
