import { database } from "#db/client.ts";
import {
  listRuns,
  readRun,
  type JobName,
  type Run,
  type RunFilter,
  type RunRow,
} from "#db/queries/job-runs.ts";
import { jobs, jobTitles } from "#jobs/registry.ts";

/** A run as screens and scripts get it. */
export type Titled<Row extends RunRow> = Row & { title: string };

export const jobCategories: Record<JobName, string> = {
  anonymization: "Fulfillment",
  "letters-purge": "Letters",
  "purge-users": "Users",
  "update-users": "Users",
};

const titled = <Row extends RunRow>(run: Row): Titled<Row> => ({
  ...run,
  title: jobTitles[run.job],
});

export async function readRunPage(
  filter: RunFilter,
  before?: number,
): Promise<{ runs: Titled<RunRow>[]; next: number | null }> {
  const { runs, next } = await database().transaction("lethe_web", (tx) =>
    listRuns(tx, filter, before),
  );
  return { runs: runs.map(titled), next };
}

export async function readTitledRun(id: number): Promise<Titled<Run> | null> {
  const run = await database().transaction("lethe_web", (tx) => readRun(tx, id));
  return run && titled(run);
}

/** Jobs that this version can run, as a filter offers them. */
export const registeredJobs = (): { value: JobName; label: string }[] =>
  (Object.keys(jobs) as JobName[]).map((job) => ({ value: job, label: jobTitles[job] }));
