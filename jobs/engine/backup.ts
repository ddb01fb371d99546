import { sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { backupIsLacking, readBackup } from "#db/queries/backups.ts";
import { backupForbids, backupWarning } from "#lib/backup.ts";
import { lowerFirst } from "#lib/format.ts";
import { Refusal } from "#lib/refusal.ts";
import { isIrreversible, type AnyJob } from "./job.ts";

/** What the last verified backup has to say to a run: what its log warns of, and why it must not begin. */
export async function askBackup(
  tx: Tx,
  job: AnyJob,
): Promise<{ warning: string | null; forbids: string | null }> {
  if (!isIrreversible(job)) return { warning: null, forbids: null };
  const backup = await readBackup(tx);
  return { warning: backupWarning(backup), forbids: backupForbids(backup) };
}

/** Where the limits want it, no run that removes is made while no verified backup is young enough. */
export async function refuseWithoutBackup(tx: Tx, job: AnyJob): Promise<void> {
  const { forbids } = await askBackup(tx, job);
  if (forbids)
    throw new Refusal(
      `${job.title} cannot start: ${lowerFirst(forbids)} See Monitor Jobs > Safety.`,
    );
}

/** SQL for whether the job waits for a backup; what is due then stays due. */
export const waitsForBackup = (job: AnyJob | undefined) =>
  job && isIrreversible(job) ? backupIsLacking : sql<boolean>`false`;
