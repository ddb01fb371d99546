import { Suspense } from "react";
import { forecast } from "#jobs/forecast.ts";
import { readBackup } from "#db/queries/backups.ts";
import type { JobName } from "#db/queries/job-runs.ts";
import { backupForbids } from "#lib/backup.ts";
import { readPage } from "#lib/server/read-page.ts";
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
  const { told, backup } = await readPage(
    async (tx) => ({ told: await forecast(tx, job), backup: await readBackup(tx) }),
    { statementTimeoutMs: PREVIEW_TIMEOUT_MS, isolation: "repeatable read" },
  );
  const against = [isOver ? tooMuchOfOne : null, backupForbids(backup)].filter(
    (one) => one !== null,
  );
  return told && <p className="text-muted">{nextRunSentence(job, told, against)}</p>;
}

const tooMuchOfOne =
  "More would go of one library or user group than a run that nobody confirmed may take.";
