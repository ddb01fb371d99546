import { sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { keepTimeZone } from "#db/queries/institution.ts";
import { sendRun } from "#db/queue.ts";
import { jobRuns, type submittedVia } from "#db/schema/index.ts";
import { formatDay } from "#lib/format.ts";
import { Refusal } from "#lib/refusal.ts";
import { jobs } from "../registry.ts";
import { refuseWithoutBackup } from "./backup.ts";
import type { AnyJob, Asked, JobName } from "./job.ts";
import { refuseWhileStopped } from "./kill-switch.ts";
import { logEvent } from "./move-run.ts";
import { frozenHash, hashOfSettings } from "./proposal-hash.ts";
import { refuseAfterBadVerdict } from "./verify.ts";
import manifest from "../../package.json" with { type: "json" };

export interface RunRequest {
  job: JobName;
  /** As the job defines them, where it takes any. */
  options?: unknown;
  submittedVia: (typeof submittedVia.enumValues)[number];
  /** Who asked, when a person signed in did. */
  staffId?: string | null;
  /** The key of the API that asked, when one did. */
  apiKeyId?: number | null;
  /** YYYY-MM-DD; today in the institution's zone when left out. In the future only for a demo. */
  asOf?: string;
  /** The number that the preview showed, given by who saw it: brakes that ask for it are waived. */
  confirm?: number;
  /** The number that the preview showed, where nobody gave it. */
  expected?: number;
  /** What the preview was counted with (`hashOfSettings`): a run is told this, or is refused. */
  settingsHash?: string | undefined;
}

/** Everything that a run is told, and nothing changes any more. */
export interface Inputs {
  cutOff: string;
  timeZone: string;
  frozen: unknown;
}

/**
 * Freezes the job's inputs and queues a run, all in the caller's transaction. Of any number of
 * simultaneous calls one succeeds; the others are refused.
 */
export async function startRun(tx: Tx, request: RunRequest): Promise<{ id: number }> {
  const job = await jobToStart(tx, request.job);
  const inputs = await freezeInputs(tx, job, request);
  return queueRun(tx, job, {
    ...inputs,
    submittedVia: request.submittedVia,
    staffId: request.staffId ?? null,
    apiKeyId: request.apiKeyId ?? null,
    expected: request.confirm ?? request.expected ?? null,
    confirmed: request.confirm !== undefined,
  });
}

/** The job, when nothing stands against a run of it. */
export async function jobToStart(tx: Tx, name: JobName): Promise<AnyJob> {
  const job = jobs[name];
  if (!job) throw new Refusal(`The job ${name} is not part of this version.`);
  await refuseWhileStopped(tx, name, job.title);
  await refuseAfterBadVerdict(tx, name, job.title);
  await refuseWithoutBackup(tx, job);
  return job;
}

const askedBy = ({ options, staffId, apiKeyId }: Partial<RunRequest>): Asked => ({
  options,
  staffId: staffId ?? null,
  apiKeyId: apiKeyId ?? null,
});

/** Refused where the request names settings that are others now. */
export async function freezeInputs(
  tx: Tx,
  job: AnyJob,
  request: Omit<RunRequest, "job" | "submittedVia">,
): Promise<Inputs> {
  await keepTimeZone(tx);
  const { cutOff, timeZone } = await cutOffDay(tx, request.asOf);
  const frozen: unknown = await job.freeze(tx, askedBy(request));
  const { settingsHash } = request;
  if (settingsHash && settingsHash !== hashOfSettings(job.name, compared(job, frozen))) {
    throw new Refusal(
      "Nothing was started: its settings were changed since this preview was made. Look at it anew.",
    );
  }
  return { cutOff, timeZone, frozen };
}

/** What of a run's settings must not have changed since somebody was shown them. */
export const compared = (job: AnyJob, frozen: unknown): unknown =>
  job.compared?.(job.parse(frozen)) ?? frozen;

type QueuedRun = Inputs &
  Pick<
    typeof jobRuns.$inferSelect,
    "submittedVia" | "staffId" | "apiKeyId" | "expected" | "confirmed"
  > & { approvedBy?: string };

/** Makes the run and calls for a worker; refused while another run of the job is active. */
export async function queueRun(tx: Tx, job: AnyJob, told: QueuedRun): Promise<{ id: number }> {
  const [run] = await tx
    .insert(jobRuns)
    .values({
      job: job.name,
      ...told,
      frozenHash: frozenHash(job.name, told.frozen),
      softwareVersion: manifest.version,
    })
    .onConflictDoNothing()
    .returning({ id: jobRuns.id });
  if (!run) throw new Refusal(`${job.title} is already running. See Monitor Jobs.`);
  // The run before may have ended while we waited for it, and what its verifier found is known only now.
  await refuseAfterBadVerdict(tx, job.name, job.title);
  await logEvent(
    tx,
    run.id,
    `Queued. Days are counted to ${formatDay(told.cutOff)} (${told.timeZone}).`,
  );
  await sendRun(tx, run.id);
  return run;
}

/** The day that days are counted to, asked of the database. */
export async function cutOffDay(
  tx: Tx,
  asOf?: string,
): Promise<{ cutOff: string; timeZone: string }> {
  const { rows } = await tx.execute<{
    today: string;
    time_zone: string;
    is_demo: boolean;
    ahead: boolean;
  }>(
    sql`SELECT (now() AT TIME ZONE time_zone)::date::text AS today, time_zone, is_demo,
          coalesce(${asOf ?? null}::date > (now() AT TIME ZONE time_zone)::date, false) AS ahead
        FROM console.institution`,
  );
  const [institution] = rows;
  if (!institution) throw new Error("the institution's row is missing");
  if (institution.ahead && !institution.is_demo) {
    throw new Refusal(
      `${asOf} is in the future. Only a demo library can be run as of a day that has not come.`,
    );
  }
  return { cutOff: asOf ?? institution.today, timeZone: institution.time_zone };
}
