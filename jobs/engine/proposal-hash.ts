import { createHash } from "node:crypto";
import type { JobName } from "./job.ts";
import type { Inputs } from "./start.ts";

/** What a second person sees and lets start, and nothing else. */
export interface Proposed extends Inputs {
  job: JobName;
  expected: number;
}

/** SHA-256 over all of it, the same however its keys are ordered. */
export const proposalHash = ({ job, cutOff, timeZone, frozen, expected }: Proposed): Buffer =>
  sha256({ job, cutOff, timeZone, frozen, expected });

/** SHA-256 over what a run of the job is told, whenever that is and however large. */
export const frozenHash = (job: JobName, frozen: unknown): Buffer => sha256({ job, frozen });

/** The same in hexadecimal digits: what a preview tells, and a request for its run names. */
export const hashOfSettings = (job: JobName, frozen: unknown): string =>
  frozenHash(job, frozen).toString("hex");

/** JSON with the keys of every object in order, as it would be after a way through the database. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([one], [other]) => (one < other ? -1 : 1)))
      : part,
  );
}

const sha256 = (value: unknown): Buffer => createHash("sha256").update(canonical(value)).digest();
