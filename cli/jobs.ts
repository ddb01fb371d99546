import { suggestion } from "#lib/nearest.ts";
import { jobName } from "#db/schema/index.ts";
import { WrongUsage, type Values } from "./command.ts";
import type { Tx } from "#db/client.ts";
import { jobCommands } from "./job-commands.ts";
import { purgeAsked, refusePurgeFlags, type purgeFlags } from "./purge-options.ts";
import { refuseUpdateFlags, updateAsked, type updateFlags } from "./update-options.ts";

export type JobOfThisVersion = keyof typeof jobCommands;
const ofThisVersion = Object.keys(jobCommands) as JobOfThisVersion[];

/** The job that a command line names. */
export function jobOf(positionals: readonly string[]): JobOfThisVersion {
  const [name, ...more] = positionals;
  if (name === undefined) throw new WrongUsage(`Say which job: ${ofThisVersion.join(" or ")}.`);
  const job = ofThisVersion.find((known) => known === name);
  if (!job) throw new WrongUsage(`There is no job ${name}.${suggestion(name, jobName.enumValues)}`);
  if (more.length > 0) throw new WrongUsage(`One job at a time: ${more.join(" ")} is too much.`);
  return job;
}

/** What a job is asked for with, out of options that only some jobs take. */
export function optionsOf(
  job: JobOfThisVersion,
  values: Values<typeof purgeFlags & typeof updateFlags>,
): (tx: Tx) => Promise<unknown> {
  if (job === "update-users") {
    refusePurgeFlags(values, job, ["set"]);
    return updateAsked(values);
  }
  refuseUpdateFlags(values, job);
  if (job === "purge-users") return purgeAsked(values);
  refusePurgeFlags(values, job);
  return () => Promise.resolve(undefined);
}
