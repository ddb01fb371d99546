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

interface StopFile {
  scope: SwitchScope;
  /** Where it cannot be looked for, as behind a lost mount, in a closed folder or in one that is gone, it may well be there. */
  isSeen: boolean;
}

/** Those of the scopes whose file engages the switch, each looked for once. */
function* stopFiles(scopes: readonly SwitchScope[]): Generator<StopFile> {
  for (const scope of scopes) {
    const file = path.join(dataFolder(), stopFileName(scope));
    try {
      if (statSync(file, { throwIfNoEntry: false })) yield { scope, isSeen: true };
      // One that was named is there; .data is made at need.
      else if (process.env.LETHE_DATA !== undefined) statSync(dataFolder());
    } catch {
      yield { scope, isSeen: false };
    }
  }
}

const firstStopFile = (job: JobName): StopFile | undefined =>
  stopFiles(["all", job]).next().value as StopFile | undefined;

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
  const files = [...stopFiles(["all", ...jobName.enumValues])].map(({ scope, isSeen }) => ({
    scope,
    reason: isSeen
      ? ""
      : `Whether the file ${stopFileName(scope)} stands in the data folder cannot be seen, so the switch counts as engaged.`,
    engagedAt: null,
    engagedBy: null,
    file: stopFileName(scope),
  }));
  return [...rows, ...files];
}

/** Whether a file stops the job; asked before every batch. */
export const stopsByFile = (job: JobName): boolean => firstStopFile(job) !== undefined;

/** SQL for whether a row stops the job; asked in every batch's fence. */
export const stopsByRow = (job: unknown) =>
  sql<boolean>`EXISTS (SELECT FROM console.kill_switches AS switch WHERE switch.scope IN ('all', ${job}::text))`;

/** Which switch stops the job, in words; null when none does. */
async function engagedFor(tx: Tx, job: JobName): Promise<string | null> {
  const { rows } = await tx.execute<{ scope: SwitchScope }>(
    sql`SELECT scope FROM console.kill_switches WHERE scope IN ('all', ${job}) ORDER BY scope = 'all' DESC`,
  );
  const switchOf = (scope: SwitchScope) =>
    `the kill switch ${scope === "all" ? "of all jobs" : "of this job"}`;
  const [row] = rows;
  if (row) return `${switchOf(row.scope)} is engaged`;
  const file = firstStopFile(job);
  if (!file) return null;
  const engages = `the file ${stopFileName(file.scope)} engages ${switchOf(file.scope)}`;
  return file.isSeen ? engages : `whether ${engages} cannot be seen, so it counts as engaged`;
}

/** No run is made, nor goes on, while a switch stops its job. */
export async function refuseWhileStopped(
  tx: Tx,
  job: JobName,
  title: string,
  deed: "start" | "go on" = "start",
): Promise<void> {
  const engaged = await engagedFor(tx, job);
  if (engaged) throw new Refusal(`${title} cannot ${deed}: ${engaged}. See Monitor Jobs.`);
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
