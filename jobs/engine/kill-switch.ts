import { statSync } from "node:fs";
import path from "node:path";
import { sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { readSwitches } from "#db/queries/kill-switches.ts";
import { jobName } from "#db/schema/index.ts";
import { dataFolder } from "#lib/data-folder.ts";
import { Refusal } from "#lib/refusal.ts";
import type { JobName } from "./job.ts";
import { logEvent, moveRun } from "./move-run.ts";

/*
 * A switch is engaged by a row of console.kill_switches, which a screen or anyone's SQL client makes,
 * or by an empty file in the data folder, for when no database answers. Nobody's run goes on by itself
 * when it is released.
 */

/** What a switch stops: every job, or one. */
type SwitchScope = "all" | JobName;

/** The name of the file that engages it. */
export const stopFileName = (scope: SwitchScope): string =>
  scope === "all" ? "stop-all-jobs" : `stop-${scope}`;

/** A file that cannot be looked for, as behind a lost mount or in a closed folder, may well be there. */
function lookForFile(scope: SwitchScope): "there" | "not there" | "cannot be seen" {
  try {
    const found = statSync(path.join(dataFolder(), stopFileName(scope)), { throwIfNoEntry: false });
    return found ? "there" : "not there";
  } catch {
    return "cannot be seen";
  }
}

const isStoppedByFile = (scope: SwitchScope): boolean => lookForFile(scope) !== "not there";

export interface Engaged {
  scope: string;
  reason: string;
  /** Null by file. */
  engagedAt: string | null;
  /** A person; null by SQL, by a key or by file. */
  engagedBy: string | null;
  file: string | null;
}

/** Every switch that is engaged, however it was. */
export async function engagedSwitches(tx: Tx): Promise<Engaged[]> {
  const rows = (await readSwitches(tx)).map((row) => ({ ...row, file: null }));
  const files = (["all", ...jobName.enumValues] as const).filter(isStoppedByFile).map((scope) => ({
    scope,
    reason:
      lookForFile(scope) === "there"
        ? ""
        : `Whether the file ${stopFileName(scope)} stands in the data folder cannot be seen, so the switch counts as engaged.`,
    engagedAt: null,
    engagedBy: null,
    file: stopFileName(scope),
  }));
  return [...rows, ...files];
}

/** Whether a file stops the job; asked before every batch. */
export const stopsByFile = (job: JobName): boolean =>
  isStoppedByFile("all") || isStoppedByFile(job);

/** SQL for whether a row stops the job; asked in every batch's fence. */
export const stopsByRow = (job: unknown) =>
  sql<boolean>`EXISTS (SELECT FROM console.kill_switches AS switch WHERE switch.scope IN ('all', ${job}::text))`;

/** Which switch stops the job, in words; null when none does. */
async function engagedFor(tx: Tx, job: JobName): Promise<string | null> {
  const { rows } = await tx.execute<{ scope: SwitchScope }>(
    sql`SELECT scope FROM console.kill_switches WHERE scope IN ('all', ${job}) ORDER BY scope = 'all' DESC`,
  );
  const byFile = (["all", job] as const).find(isStoppedByFile);
  const scope = rows[0]?.scope ?? byFile;
  if (!scope) return null;
  const what = scope === "all" ? "of all jobs" : "of this job";
  if (rows.length > 0) return `the kill switch ${what} is engaged`;
  return lookForFile(scope) === "cannot be seen"
    ? `whether the file ${stopFileName(scope)} engages the kill switch ${what} cannot be seen, so it counts as engaged`
    : `the file ${stopFileName(scope)} engages the kill switch ${what}`;
}

/** No run is made while a switch stops its job. */
export async function refuseWhileStopped(tx: Tx, job: JobName, title: string): Promise<void> {
  const engaged = await engagedFor(tx, job);
  if (engaged) throw new Refusal(`${title} cannot start: ${engaged}. See Monitor Jobs.`);
}

/** Pauses a run whose job is stopped; false when no switch stops it. */
export async function pauseIfStopped(tx: Tx, runId: number, job: JobName): Promise<boolean> {
  const engaged = await engagedFor(tx, job);
  if (!engaged) return false;
  if (await moveRun(tx, runId, ["queued", "running", "interrupted"], "paused")) {
    await logEvent(
      tx,
      runId,
      `Paused: ${engaged}. When it is released, somebody has to resume the run.`,
      "warning",
    );
  }
  return true;
}
