import { and, eq, inArray, sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { jobEvents, jobRuns, type runStatus } from "#db/schema/index.ts";
import { queueMails } from "../mail/queue-mails.ts";

export type RunStatus = (typeof runStatus.enumValues)[number];

export const activeStatuses = ["queued", "running", "paused", "interrupted", "aborting"] as const;

export const isActive = (status: RunStatus): boolean =>
  (activeStatuses as readonly RunStatus[]).includes(status);

/**
 * Moves a run to `to` if it is in one of `from`; false if it is not, so that of two who ask one acts.
 * Which moves are legal at all is held by the database (console.run_transitions).
 */
export async function moveRun(
  tx: Tx,
  runId: number,
  from: RunStatus[],
  to: RunStatus,
  details: { problem?: string } = {},
): Promise<boolean> {
  const moved = await tx
    .update(jobRuns)
    .set({
      status: to,
      ...(isActive(to) ? {} : { endedAt: sql`clock_timestamp()` }),
      ...(details.problem ? { problem: details.problem } : {}),
    })
    .where(and(eq(jobRuns.id, runId), inArray(jobRuns.status, from)))
    .returning({ id: jobRuns.id });
  if (moved.length > 0 && !isActive(to)) await queueMails(tx, runId);
  return moved.length > 0;
}

/** A line of the run's log. Never patron data. */
export async function logEvent(
  tx: Tx,
  runId: number,
  message: string,
  level: "info" | "warning" | "error" = "info",
): Promise<void> {
  await tx.insert(jobEvents).values({ runId, message, level, at: sql`clock_timestamp()` });
}

/** A warning, unless the log has said the same within so many seconds. */
export async function warnOnce(
  tx: Tx,
  runId: number,
  message: string,
  seconds: number,
): Promise<void> {
  const { rows } = await tx.execute(sql`SELECT FROM console.job_events WHERE run_id = ${runId}
    AND message = ${message} AND at > clock_timestamp() - make_interval(secs => ${seconds})`);
  if (rows.length === 0) await logEvent(tx, runId, message, "warning");
}
