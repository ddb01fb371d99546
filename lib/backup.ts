import { z } from "zod";
import { formatCountOf, formatLocal } from "./format.ts";

/** What is known of the newest backup that was verified, and what the limits make of it. */
export interface Backup {
  /** When it was made, ISO 8601 in UTC; null: none is known. */
  madeAt: string | null;
  /** The same as YYYY-MM-DDTHH:MM in the institution's zone. */
  madeLocal: string | null;
  /** None is known, since what was told was taken back. */
  takenBack: boolean;
  /** From this age on it is warned of; null: backups are not spoken of. */
  warnHours: number | null;
  /** Nothing that removes starts then. */
  required: boolean;
  /** Older than that, or none is known. */
  tooOld: boolean;
}

const momentText =
  "When the copy was made is a moment with its zone, such as 2026-11-27T03:10:00Z or 2026-11-27T03:10:00+01:00.";

export const copyMade = z.iso
  .datetime({ offset: true, error: momentText })
  .refine((moment) => moment >= "2000", momentText)
  .describe(
    "When the copy that was verified was begun, in ISO 8601 with its zone: what was removed after it is in the copy still.",
  );

/** What is wrong with the last verified backup; null when nothing is. */
function backupProblem({ madeLocal, takenBack, warnHours, tooOld }: Backup): string | null {
  if (!tooOld) return null;
  if (madeLocal === null)
    return takenBack
      ? "No verified backup is known here: what was told of the last one was taken back."
      : "No verified backup is known here.";
  return `The last verified backup was made on ${formatLocal(madeLocal)}, more than ${formatCountOf(warnHours ?? 0, "hour", "hours")} ago.`;
}

/** What somebody should know before they start what removes; null also where none was ever told of. */
export function backupWarning(backup: Backup): string | null {
  const problem = backupProblem(backup);
  if (problem === null) return null;
  if (backup.madeLocal === null) return backup.takenBack ? problem : null;
  return `${problem} What has happened since then could not be restored from it; and to restore it would bring back what has been removed since, by this run too, until it is removed again.`;
}

/** What is said where something that removes could be started; null when nothing is to be said. */
export const backupSaid = (backup: Backup): string | null =>
  backupForbids(backup) ?? backupWarning(backup) ?? backupProblem(backup);

/** Why nothing that removes may start; null when it may. */
export function backupForbids(backup: Backup): string | null {
  const problem = backup.required ? backupProblem(backup) : null;
  return (
    problem &&
    `${problem} Nothing that removes starts until a backup tool tells of one that is new enough.`
  );
}
