import { eq } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { joinHeldSets } from "#db/queries/hold-changes.ts";
import { jobRuns } from "#db/schema/index.ts";
import { jobs } from "../registry.ts";
import { isAlone } from "./alone.ts";

/** `elsewhere`: another hand is at it, and goes on with the run, or ends it where it was aborted meanwhile. */
export type Gathered = "now" | "elsewhere" | "past";

/**
 * Who came into a held set is held before a queued run looks at anybody, and a run about a set takes its
 * members. As lethe_import, the one role of a worker that may ask who fits a query.
 */
export async function gatherMembers(tx: Tx, runId: number): Promise<Gathered> {
  // The hands that a running run has called may come at the same moment.
  if ((await readRow(tx, runId))?.startedAt) return "past";
  if (!(await isAlone(tx, "gather", runId))) return "elsewhere";
  const row = await readRow(tx, runId);
  if (row?.status !== "queued") return "past";
  await joinHeldSets(tx);
  const job = jobs[row.name];
  await job?.gather?.(tx, { id: runId, cutOff: row.cutOff, frozen: job.parse(row.frozen) });
  return "now";
}

async function readRow(tx: Tx, runId: number) {
  const { status, startedAt, job: name, cutOff, frozen } = jobRuns;
  const [row] = await tx
    .select({ status, startedAt, name, cutOff, frozen })
    .from(jobRuns)
    .where(eq(jobRuns.id, runId));
  return row;
}
