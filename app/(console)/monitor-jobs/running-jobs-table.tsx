"use client";

import Link from "next/link";
import { useQuery } from "@tanstack/react-query";
import { DataTable, type Column } from "#components/data-table.tsx";
import { When } from "#components/when.tsx";
import { LiveSentence } from "#components/live-sentence.tsx";
import { Notice } from "#components/notice.tsx";
import { Progress } from "#components/progress.tsx";
import type { RunRow } from "#db/queries/job-runs.ts";
import { formatMoment } from "#lib/format.ts";
import { currentRunsQuery } from "./job-runs-query.ts";
import { RunActions } from "./run-actions-form.tsx";
import {
  progressText,
  rateText,
  RunStatusBadge,
  statusName,
  submitter,
  timeLeftText,
} from "./run-status-view.tsx";
import type { Titled } from "./titled-runs-query.ts";

type Row = Titled<RunRow>;

interface Props {
  initial: Row[];
  /** Jobs whose runs the person may steer. */
  steers: readonly string[];
}

/** What runs, moving by itself; what ended a moment ago stays for whoever watched it. */
export function RunningJobsTable({ initial, steers }: Props) {
  const { data: runs, error } = useQuery(currentRunsQuery(initial));
  const shown = steers.length > 0 ? [...columns, actionsColumn(steers)] : columns;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      {error && (
        <Notice tone="attention" role="alert">
          These numbers stand still: {error.message}
        </Notice>
      )}
      <DataTable
        caption="Running jobs"
        hiddenCaption
        columns={shown}
        rows={runs}
        rowKey={(run) => run.id}
        empty={
          <>
            Nothing runs now. What has ended is under{" "}
            <Link className="text-link" href="/monitor-jobs/history">
              History
            </Link>
            .
          </>
        }
      />
      <LiveSentence text={runs.map(said).join(" ")} />
    </div>
  );
}

const said = (run: Row) =>
  `${run.title}: ${statusName(run)}${run.waitsFor ? `, waits for ${run.waitsFor}` : ""}, ${progressText(run)}.`;

const columns: Column<Row>[] = [
  {
    head: "Name",
    rowHeader: true,
    cell: (run) => (
      <Link className="text-link" href={`/monitor-jobs/${run.id}`}>
        {run.title}
      </Link>
    ),
  },
  {
    head: "Status",
    cell: (run) => (
      <>
        <RunStatusBadge {...run} />
        {run.waitsFor && <p className="text-muted text-xs">Waits for {run.waitsFor}</p>}
      </>
    ),
  },
  { head: "Submitted by", cell: submitter },
  {
    head: "Started",
    cell: ({ startedAt, isActive, timeZone }) => (
      <When>{startedAt ? formatMoment(startedAt, timeZone) : isActive ? "Not yet" : "Never"}</When>
    ),
  },
  {
    head: "Progress",
    cell: (run) => (
      <Progress
        label={`Progress of ${run.title}`}
        value={run.visited}
        max={run.planned}
        text={progressText(run)}
      />
    ),
  },
  { head: "Records/second", numeric: true, cell: rateText },
  { head: "Time left", numeric: true, cell: timeLeftText },
];

const actionsColumn = (steers: readonly string[]): Column<Row> => ({
  head: "Actions",
  hiddenHead: true,
  cell: (run) => steers.includes(run.job) && <RunActions run={run} />,
});
