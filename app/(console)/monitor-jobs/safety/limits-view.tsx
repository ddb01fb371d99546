import { formatCount, formatCountOf } from "#lib/format.ts";
import { alwaysAllowed, lastRunsLookedAt, type RunLimits } from "#lib/run-limits.ts";

/** The limits for whoever may not change them. */
export function LimitsList({ limits }: { limits: RunLimits }) {
  const { marginPercent, sharePercent, timesLastRuns, approvalAbove, restFrom, restUntil } = limits;
  const { shareOfOnePercent, shareOfOneFrom, mostOfOne } = limits;
  const { rewriteUpToMb, rewriteFrom, rewriteUntil, backupDays } = limits;
  const { backupWarnHours, backupRequired } = limits;
  return (
    <ul className="grid max-w-prose list-disc gap-1 pl-4">
      <li>A run may go {marginPercent} % beyond its preview, and no further.</li>
      <li>
        A run that nobody confirmed with its number may remove {sharePercent} % of all there is.
      </li>
      {shareOfOnePercent !== null && (
        <li>
          It may anonymize {shareOfOnePercent} % of the finished records of one library or user
          group, and purge as many of the users of one group, where there are{" "}
          {formatCount(shareOfOneFrom)} or more.
        </li>
      )}
      {mostOfOne !== null && (
        <li>
          A run that nobody confirmed may anonymize{" "}
          {formatCountOf(mostOfOne, "finished record", "finished records")} of one library or user
          group, and purge as many users of one group.
        </li>
      )}
      <li>
        A scheduled run may remove {formatCount(alwaysAllowed)}, or {timesLastRuns} times the most
        of the last {lastRunsLookedAt} runs where that is more; the first run of a job is started by
        hand.
      </li>
      <li>
        {approvalAbove === null
          ? "One person is enough for any run."
          : `A run that would remove more than ${formatCount(approvalAbove)} needs a second person, and does not begin by a schedule.`}
      </li>
      {restFrom && (
        <li>
          From {restFrom} to {restUntil} no batch begins; a run waits, and goes on by itself.
        </li>
      )}
      <li>
        Tables of up to {formatCount(rewriteUpToMb)} MB are rewritten at once after a run that
        removed something, larger ones from {rewriteFrom} to {rewriteUntil}.
      </li>
      {backupDays !== null && <li>Backups are kept for {formatCount(backupDays)} days.</li>}
      {backupWarnHours !== null && (
        <li>
          {backupRequired
            ? "Nothing that removes starts while no verified backup is known, or"
            : "Who starts what removes is warned when"}{" "}
          the last verified backup is older than {formatCountOf(backupWarnHours, "hour", "hours")}.
        </li>
      )}
    </ul>
  );
}
