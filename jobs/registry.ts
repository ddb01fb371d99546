import { formatCount } from "#lib/format.ts";
import { anonymization } from "./anonymize/job.ts";
import { isIrreversible, type AnyJob, type JobName } from "./engine/job.ts";
import { lettersPurge } from "./purge-letters/job.ts";
import { purgeUsers } from "./purge-users/job.ts";
import { updateUsers } from "./update-users/job.ts";

/** The jobs of this version. A job without an entry cannot be started. */
export const jobs: Partial<Record<JobName, AnyJob>> = {
  anonymization,
  "letters-purge": lettersPurge,
  "purge-users": purgeUsers,
  "update-users": updateUsers,
};

/** What a run would do, in the middle of a sentence: "change 12 users". */
export function deedOf(name: JobName, count: number): string {
  const job = jobs[name];
  return `${job?.verb?.[0] ?? "remove"} ${formatCount(count)} ${job?.things ?? "records"}`;
}

export const removes = (name: JobName): boolean => {
  const job = jobs[name];
  return job !== undefined && isIrreversible(job);
};

/** What of a library or user group the limits of one ask, where they ask the job at all. */
export const thingsOfOne = (name: JobName) => jobs[name]?.thingsOfOne ?? null;

export { jobTitles } from "#lib/run-words.ts";
