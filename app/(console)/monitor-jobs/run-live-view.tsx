"use client";

import { useQuery } from "@tanstack/react-query";
import { LiveSentence } from "#components/live-sentence.tsx";
import { Notice } from "#components/notice.tsx";
import { Progress } from "#components/progress.tsx";
import type { Run } from "#db/queries/job-runs.ts";
import { irreversible } from "./abort-run-form.tsx";
import { runQuery } from "./job-runs-query.ts";
import { AcknowledgeForm, RunActions } from "./run-actions-form.tsx";
import { RunReport, type ReportNames } from "./run-report-view.tsx";
import { progressText, rateText, statusName, timeLeftText } from "./run-status-view.tsx";
import type { Titled } from "./titled-runs-query.ts";
import { LettersOfRun } from "./withhold-letters-form.tsx";

interface Props {
  initial: Titled<Run>;
  names: ReportNames;
  maySteer: boolean;
}

/** A run's report, moving by itself until it ends. */
export function RunLive({ initial, names, maySteer }: Props) {
  const { data: run, error } = useQuery(runQuery(initial));
  return (
    <>
      {error && (
        <Notice tone="attention" role="alert">
          These numbers stand still: {error.message}
        </Notice>
      )}
      {run.isActive && <Moving run={run} />}
      {maySteer && run.isActive && run.status !== "aborting" && (
        <section aria-label="Steer the run" className="flex flex-wrap items-center gap-4">
          <RunActions run={run} />
          <p className="text-muted min-w-0 flex-1">
            {irreversible(run)} Pausing and aborting leave the rest as it is.
          </p>
        </section>
      )}
      {run.verdict === "bad" && run.verdictAcknowledgedAt === null && (
        <Notice tone="danger">
          <p>
            The verifier disagrees with this run. Its job does not run again until somebody has
            looked at this report.
          </p>
          {maySteer && <AcknowledgeForm run={run} />}
        </Notice>
      )}
      <LettersOfRun run={run} maySteer={maySteer} />
      <LiveSentence text={`${statusName(run)}. ${progressText(run)}.`} />
      <RunReport run={run} names={names} />
    </>
  );
}

function Moving({ run }: { run: Titled<Run> }) {
  const left = timeLeftText(run);
  return (
    <div className="grid max-w-xl gap-1">
      <Progress
        label={`Progress of ${run.title}`}
        value={run.visited}
        max={run.planned}
        text={progressText(run)}
      />
      {run.waitsFor && <p>Waits for {run.waitsFor}. It goes on by itself.</p>}
      {left !== "–" && (
        <p className="text-muted text-xs tabular-nums">
          {rateText(run)} records a second, about {left} left
        </p>
      )}
    </div>
  );
}
