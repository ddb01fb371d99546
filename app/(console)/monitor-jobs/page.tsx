import type { Metadata } from "next";
import Link from "next/link";
import { DataTable, type Column } from "#components/data-table.tsx";
import { lastRuns, type RunRow } from "#db/queries/job-runs.ts";
import { readSchedules, type JobSchedule } from "#db/queries/schedules.ts";
import { jobs, jobTitles } from "#jobs/registry.ts";
import { formatMoment } from "#lib/format.ts";
import { permitsJob } from "#lib/permissions.ts";
import { scheduleSentence } from "#lib/schedule.ts";
import { readPage } from "#lib/server/read-page.ts";
import { requireStaff } from "#lib/server/session.ts";
import { ActiveSwitchForm } from "./active-switch-form.tsx";
import { leftOutText, nextRunText } from "./forecast-view.ts";
import { MonitorFrame } from "./monitor-frame-view.tsx";
import { NextRunCount } from "./next-run-view.tsx";
import { RunStatusBadge } from "./run-status-view.tsx";
import { previewHref } from "./preview-href-view.ts";
import { historyHref } from "./schema.ts";
import { jobCategories } from "./titled-runs-query.ts";

export const metadata: Metadata = { title: "Monitor Jobs" };

interface Row extends JobSchedule {
  last: RunRow | undefined;
  mayWrite: boolean;
  mayRun: boolean;
}

export default async function ScheduledJobsPage() {
  const person = await requireStaff("jobs.read");
  const rows = await readPage(async (tx) => {
    const last = await lastRuns(tx);
    const schedules = await readSchedules(tx);
    return schedules
      .filter(({ job }) => job in jobs)
      .map((schedule) => ({
        ...schedule,
        last: last.find(({ job }) => job === schedule.job),
        mayWrite: permitsJob(person.roles, schedule.job, "write"),
        mayRun: permitsJob(person.roles, schedule.job, "run"),
      }));
  });
  return (
    <MonitorFrame current="Scheduled">
      <DataTable
        caption="Scheduled jobs"
        hiddenCaption
        columns={columns}
        rows={rows}
        rowKey={(row) => row.job}
        csv
        empty="This version has no job that runs by itself."
      />
    </MonitorFrame>
  );
}

const columns: Column<Row>[] = [
  {
    head: "Active",
    holds: ({ mayWrite }) => (mayWrite ? "switch" : undefined),
    cell: ({ job, version, active, mayWrite }) =>
      mayWrite ? (
        <ActiveSwitchForm job={job} version={version} active={active} title={jobTitles[job]} />
      ) : active ? (
        "Active"
      ) : (
        "Inactive"
      ),
  },
  { head: "Name", rowHeader: true, cell: ({ job }) => jobTitles[job] },
  { head: "Category", cell: ({ job }) => jobCategories[job] },
  {
    head: "Schedule",
    cell: ({ schedule, timeZone }) => `${scheduleSentence(schedule)} (${timeZone})`,
  },
  {
    head: "Next run",
    cell: (row) => (
      <div className="min-w-40">
        {nextRunText(row) ?? "Not while inactive"}
        {row.active && row.leftOutLocal && (
          <p className="text-muted">It {leftOutText(row.leftOutLocal)}</p>
        )}
      </div>
    ),
  },
  {
    head: "Would remove",
    cell: ({ job, nextRunLocal }) =>
      nextRunLocal ? <NextRunCount job={job} title={jobTitles[job]} /> : "–",
  },
  { head: "Last result", cell: ({ last, timeZone }) => <LastResult last={last} zone={timeZone} /> },
  { head: "Actions", hiddenHead: true, cell: (row) => <Actions row={row} /> },
];

function LastResult({ last, zone }: { last: RunRow | undefined; zone: string }) {
  if (!last) return "Never run";
  return (
    <span className="inline-flex flex-wrap items-center gap-2">
      <RunStatusBadge status={last.status} />
      <Link className="text-link" href={`/monitor-jobs/${last.id}`}>
        {formatMoment(last.endedAt ?? last.submittedAt, zone)}
      </Link>
    </span>
  );
}

function Actions({ row }: { row: Row }) {
  const links = [
    row.mayWrite && { href: `/monitor-jobs/schedules/${row.job}`, label: "Edit schedule" },
    row.mayRun && { href: previewHref(row.job), label: "Run now" },
    { href: historyHref({ job: row.job }), label: "History" },
    { href: `/monitor-jobs/subscriptions/${row.job}`, label: "Subscriptions" },
  ].filter((link) => link !== false);
  return (
    <span className="flex flex-wrap gap-x-4 gap-y-1">
      {links.map(({ href, label }) => (
        <Link
          key={href}
          href={href}
          className="text-link inline-flex min-h-6 items-center"
          aria-label={`${label}: ${jobTitles[row.job]}`}
        >
          {label}
        </Link>
      ))}
    </span>
  );
}
