import Link from "next/link";
import { DataTable, type Column } from "#components/data-table.tsx";
import type { RunRow } from "#db/queries/job-runs.ts";
import { formatCount, formatMoment } from "#lib/format.ts";
import { RunStatusBadge, submitter } from "./run-status-view.tsx";
import { jobCategories, type Titled } from "./titled-runs-query.ts";

type Row = Titled<RunRow>;

export const HistoryTable = ({ runs, isFiltered }: { runs: Row[]; isFiltered: boolean }) => (
  <DataTable
    caption="Runs that have ended, newest first"
    hiddenCaption
    columns={columns}
    rows={runs}
    rowKey={(run) => run.id}
    empty={isFiltered ? "No run fits this filter." : "No job has run yet."}
  />
);

/** In two lines where it is narrow: the day, the time. */
const moment = (at: string | null, zone: string) => {
  if (!at) return "–";
  const [day, time] = formatMoment(at, zone).split(", ");
  return (
    <span className="tabular-nums">
      <span className="whitespace-nowrap">{day},</span>{" "}
      <span className="whitespace-nowrap">{time}</span>
    </span>
  );
};

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
  { head: "Category", cell: ({ job }) => jobCategories[job] },
  { head: "Submitted by", cell: submitter },
  { head: "Submitted", cell: ({ submittedAt, timeZone }) => moment(submittedAt, timeZone) },
  { head: "Started", cell: ({ startedAt, timeZone }) => moment(startedAt, timeZone) },
  { head: "Ended", cell: ({ endedAt, timeZone }) => moment(endedAt, timeZone) },
  { head: "Status", cell: ({ status }) => <RunStatusBadge status={status} /> },
  { head: "Records", numeric: true, cell: ({ records }) => formatCount(records) },
  { head: "Notes", numeric: true, cell: ({ notes }) => formatCount(notes) },
  { head: "Held back", numeric: true, cell: ({ heldBack }) => formatCount(heldBack) },
];
