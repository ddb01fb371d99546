import { Suspense } from "react";
import { forecast } from "#jobs/forecast.ts";
import type { JobName } from "#db/queries/job-runs.ts";
import { readPage } from "#lib/server/read-page.ts";
import { PREVIEW_TIMEOUT_MS } from "#lib/run-limits.ts";
import { nextRunSentence } from "./forecast-view.ts";

/** What the schedule would do next; counted while the preview is read already, and so the page's last words. */
export const NextByItself = ({ job }: { job: JobName }) => (
  <Suspense
    fallback={<p className="text-muted">Counting what the next run by itself would take …</p>}
  >
    <Counted job={job} />
  </Suspense>
);

async function Counted({ job }: { job: JobName }) {
  const told = await readPage((tx) => forecast(tx, job), {
    statementTimeoutMs: PREVIEW_TIMEOUT_MS,
    isolation: "repeatable read",
  });
  return told && <p className="text-muted">{nextRunSentence(job, told)}</p>;
}
