import { eq } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { sendRun } from "#db/queue.ts";
import { jobRuns } from "#db/schema/index.ts";
import type { Change } from "#lib/change.ts";
import { NotFound, Refusal } from "#lib/refusal.ts";
import { logEvent, moveRun } from "./move-run.ts";

/** Asks a run to stop; it stops before its next batch. What is done stays done. */
export async function abortRun(tx: Tx, runId: number): Promise<Change> {
  const [run] = await tx
    .select({ status: jobRuns.status })
    .from(jobRuns)
    .where(eq(jobRuns.id, runId));
  if (!run) throw new NotFound(`There is no run ${runId}.`);
  const asked = await moveRun(
    tx,
    runId,
    ["queued", "running", "paused", "interrupted"],
    "aborting",
  );
  if (!asked) {
    throw new Refusal(
      run.status === "aborting"
        ? "This run is already being aborted."
        : "This run has ended. There is nothing left to abort.",
    );
  }
  await logEvent(tx, runId, "Abort asked for.", "warning");
  // Nobody works on a run that waits; whoever answers ends it.
  await sendRun(tx, runId);
  return {
    action: "run.abort",
    subject: `run ${runId}`,
    before: run,
    after: { status: "aborting" },
  };
}
