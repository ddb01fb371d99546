import { sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { keepTimeZone } from "#db/queries/institution.ts";
import { sendRun } from "#db/queue.ts";
import { jobRuns, type submittedVia } from "#db/schema/index.ts";
import { Refusal } from "#lib/refusal.ts";
import { jobs } from "../registry.ts";
import type { JobName } from "./job.ts";
import { logEvent } from "./move-run.ts";

export interface RunRequest {
  job: JobName;
  submittedVia: (typeof submittedVia.enumValues)[number];
  /** Who asked, when a person signed in did. */
  staffId?: string | null;
  /** The key of the API that asked, when one did. */
  apiKeyId?: number | null;
  /** YYYY-MM-DD; today in the institution's zone when left out. In the future only for a demo. */
  asOf?: string;
  /** The number that the preview showed. */
  confirm?: number;
}

/**
 * Freezes the job's inputs and queues a run, all in the caller's transaction. Of any number of
 * simultaneous calls one succeeds; the others are refused.
 */
export async function startRun(tx: Tx, request: RunRequest): Promise<{ id: number }> {
  const job = jobs[request.job];
  if (!job) throw new Refusal(`The job ${request.job} is not part of this version.`);
  await keepTimeZone(tx);
  const { cutOff, timeZone } = await cutOffDay(tx, request.asOf);
  const frozen: unknown = await job.freeze(tx);
  const [run] = await tx
    .insert(jobRuns)
    .values({
      job: request.job,
      submittedVia: request.submittedVia,
      staffId: request.staffId ?? null,
      apiKeyId: request.apiKeyId ?? null,
      cutOff,
      timeZone,
      frozen,
      expected: request.confirm ?? null,
    })
    .onConflictDoNothing()
    .returning({ id: jobRuns.id });
  if (!run) throw new Refusal(`${job.title} is already running. See Monitor Jobs.`);
  await logEvent(tx, run.id, `Queued. Days are counted to ${cutOff} (${timeZone}).`);
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
