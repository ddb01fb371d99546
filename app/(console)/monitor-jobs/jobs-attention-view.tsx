import { cache, type ReactNode } from "react";
import Link from "next/link";
import { Notice } from "#components/notice.tsx";
import { readBackup } from "#db/queries/backups.ts";
import { longestErasure } from "#db/queries/erasure.ts";
import { listRuns } from "#db/queries/job-runs.ts";
import { waitingProposals } from "#db/queries/run-proposals.ts";
import { badVerdicts } from "#db/queries/verdicts.ts";
import { engagedSwitches } from "#jobs/engine/kill-switch.ts";
import { jobTitles } from "#jobs/registry.ts";
import { backupForbids } from "#lib/backup.ts";
import { formatCountOf } from "#lib/format.ts";
import { readPage } from "#lib/server/read-page.ts";

/** Once for a page, however often it is shown. */
export const readJobsAttention = cache(() =>
  readPage(async (tx) => ({
    switches: await engagedSwitches(tx),
    paused: (await listRuns(tx, { status: "paused" })).runs,
    proposals: await waitingProposals(tx),
    verdicts: await badVerdicts(tx),
    erasure: await longestErasure(tx),
    lacking: backupForbids(await readBackup(tx)),
  })),
);

/** What keeps jobs from running, or waits for somebody: on Overview and on Monitor Jobs. */
export async function JobsAttention({ otherwise }: { otherwise?: ReactNode }) {
  const { switches, paused, proposals, verdicts, erasure, lacking } = await readJobsAttention();
  const lists = [switches, paused, proposals, verdicts];
  if (lists.every(({ length }) => length === 0) && !erasure && !lacking) return otherwise ?? null;
  return (
    <>
      {switches.map(({ scope, file }) => (
        <Notice key={`${scope} ${file}`} tone="danger">
          The kill switch of {scope === "all" ? "all jobs" : titleOf(scope)} is engaged: nothing of
          it runs.{" "}
          <Link className="text-link" href="/monitor-jobs/safety">
            Safety
          </Link>
        </Notice>
      ))}
      {lacking && (
        <Notice tone="danger">
          {lacking}{" "}
          <Link className="text-link" href="/monitor-jobs/safety">
            Safety
          </Link>
        </Notice>
      )}
      {paused.map(({ id, job }) => (
        <Notice key={id} tone="attention">
          A run of {jobTitles[job]} is paused. Until somebody resumes or aborts it, the job does not
          run again, by its schedule or by hand.{" "}
          <Link className="text-link" href={`/monitor-jobs/${id}`}>
            Its report
          </Link>
        </Notice>
      ))}
      {proposals.map(({ id, job }) => (
        <Notice key={id} tone="attention">
          A run of {jobTitles[job]} waits for a second person.{" "}
          <Link className="text-link" href={`/monitor-jobs/proposals/${id}`}>
            Look at it
          </Link>
        </Notice>
      ))}
      {verdicts.map(({ id, job }) => (
        <Notice key={id} tone="danger">
          The verifier disagrees with a run of {jobTitles[job]}, which does not run again until
          somebody has looked at it.{" "}
          <Link className="text-link" href={`/monitor-jobs/${id}`}>
            Its report
          </Link>
        </Notice>
      ))}
      {erasure && (
        <Notice tone="attention">
          What {formatCountOf(erasure.runs, "run has", "runs have")} removed is still in the
          database&rsquo;s files after more than a day. It waits for{" "}
          {erasure.waits ?? "a maintenance, and none has run"}.{" "}
          <Link className="text-link" href={`/monitor-jobs/${erasure.id}`}>
            Its report
          </Link>
        </Notice>
      )}
    </>
  );
}

const titleOf = (scope: string) =>
  Object.entries(jobTitles).find(([job]) => job === scope)?.[1] ?? scope;
