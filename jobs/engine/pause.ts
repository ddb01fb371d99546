import { eq } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { jobRuns } from "#db/schema/index.ts";
import type { Change } from "#lib/change.ts";
import { NotFound, Refusal } from "#lib/refusal.ts";
import { jobTitles } from "../registry.ts";
import { callHands } from "./call-hands.ts";
import { refuseWhileStopped } from "./kill-switch.ts";
import { isActive, logEvent, moveRun, type RunStatus } from "./move-run.ts";

/** Asks a run to wait: a batch in flight is committed, the next is not begun. */
export async function pauseRun(tx: Tx, runId: number): Promise<Change> {
  const before = await readStatus(tx, runId);
  const asked = await moveRun(tx, runId, ["queued", "running", "interrupted"], "paused");
  if (!asked) throw new Refusal(whyNotPaused((await readStatus(tx, runId)).status));
  await logEvent(tx, runId, "Pause asked for.", "warning");
  return change("run.pause", runId, before.status, "paused");
}

/** Lets a paused run go on where it stands. */
export async function resumeRun(tx: Tx, runId: number): Promise<Change> {
  const { job, startedAt } = await readStatus(tx, runId);
  await refuseWhileStopped(tx, job, jobTitles[job], "go on");
  const to = startedAt === null ? "queued" : "running";
  if (!(await moveRun(tx, runId, ["paused"], to))) {
    const { status } = await readStatus(tx, runId);
    throw new Refusal(
      isActive(status)
        ? "This run is not paused."
        : "This run has ended. There is nothing left to resume.",
    );
  }
  await logEvent(tx, runId, "Resumed.");
  await callHands(tx, runId);
  return change("run.resume", runId, "paused", to);
}

async function readStatus(tx: Tx, runId: number) {
  const [run] = await tx
    .select({ job: jobRuns.job, status: jobRuns.status, startedAt: jobRuns.startedAt })
    .from(jobRuns)
    .where(eq(jobRuns.id, runId));
  if (!run) throw new NotFound(`There is no run ${runId}.`);
  return run;
}

function whyNotPaused(status: RunStatus): string {
  if (status === "paused") return "This run is paused already.";
  if (status === "aborting") return "This run is being stopped. It cannot be paused any more.";
  return "This run has ended. There is nothing left to pause.";
}

const change = (action: string, runId: number, before: RunStatus, after: RunStatus): Change => ({
  action,
  subject: `run ${runId}`,
  before: { status: before },
  after: { status: after },
});
