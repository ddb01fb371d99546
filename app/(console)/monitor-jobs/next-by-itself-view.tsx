import { Suspense } from "react";
import type { Tx } from "#db/client.ts";
import { forecast } from "#jobs/forecast.ts";
import { readBackup } from "#db/queries/backups.ts";
import type { JobName } from "#db/queries/job-runs.ts";
import { readSchedule } from "#db/queries/schedules.ts";
import { backupForbids } from "#lib/backup.ts";
import { readPart } from "#lib/server/read-page.ts";
import { PREVIEW_TIMEOUT_MS } from "#lib/run-limits.ts";
import { nextRunSentence } from "./forecast-view.ts";

interface Props {
  job: JobName;
  /** More would go of one library or user group than a run by itself may take. */
  isOver?: boolean;
}

/** What the schedule would do next; counted while the preview is read already, and so the page's last words. */
export const NextByItself = (props: Props) => (
  <Suspense
    fallback={<p className="text-muted">Counting what the next run by itself would take …</p>}
  >
    <Counted {...props} />
  </Suspense>
);

async function Counted({ job, isOver = false }: Props) {
  const next = await readPart((tx) => readNext(tx, job, isOver), {
    statementTimeoutMs: PREVIEW_TIMEOUT_MS,
    isolation: "repeatable read",
  });
  return (
    <p className="text-muted">
      {"sentence" in next
        ? `What the next run by itself would take is not known now. ${next.sentence}`
        : next.read}
    </p>
  );
}

async function readNext(tx: Tx, job: JobName, isOver: boolean): Promise<string> {
  const schedule = await readSchedule(tx, job);
  const against = [isOver ? tooMuchOfOne : null, backupForbids(await readBackup(tx))].filter(
    (one) => one !== null,
  );
  // What does not begin takes nothing that had to be counted.
  const begins = !schedule.firstRunByHand && against.length === 0;
  const told = begins ? await forecast(tx, job) : null;
  return nextRunSentence(job, told ?? { ...schedule, removes: null }, against);
}

const tooMuchOfOne =
  "More would go of one library or user group than a run that nobody confirmed may take.";
