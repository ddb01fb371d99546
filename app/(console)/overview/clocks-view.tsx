import Link from "next/link";
import { DataTable } from "#components/data-table.tsx";
import { jobTitles } from "#jobs/registry.ts";
import { formatCount, formatMoment, lowerFirst } from "#lib/format.ts";
import { scheduleSentence } from "#lib/schedule.ts";
import { nextRunText } from "../monitor-jobs/forecast-view.ts";
import { RunStatusBadge } from "../monitor-jobs/run-status-view.tsx";
import type { Standing } from "./overview-query.ts";

type Clock = Standing["schedules"][number];

/** When each job runs next, and how it ended last. */
export function Clocks({ schedules, last }: Pick<Standing, "schedules" | "last">) {
  const lastOf = ({ job }: Clock) => last.find((run) => run.job === job);
  return (
    <DataTable
      caption="Jobs"
      hiddenCaption
      rows={schedules}
      rowKey={({ job }) => job}
      empty="This version has no job that runs by itself."
      columns={[
        { head: "Job", rowHeader: true, cell: ({ job }) => jobTitles[job] },
        {
          head: "Next run",
          cell: (clock) => <div className="min-w-40">{nextRun(clock)}</div>,
        },
        {
          head: "Last result",
          cell: (clock) => {
            const run = lastOf(clock);
            if (!run) return "Never run";
            return (
              <span className="inline-flex flex-wrap items-center gap-2">
                <RunStatusBadge status={run.status} />
                <Link className="text-link" href={`/monitor-jobs/${run.id}`}>
                  {formatMoment(run.endedAt ?? run.submittedAt, clock.timeZone)}
                </Link>
              </span>
            );
          },
        },
        { head: "Let go", numeric: true, cell: (clock) => count(lastOf(clock)?.records) },
        { head: "Held back", numeric: true, cell: (clock) => count(lastOf(clock)?.heldBack) },
      ]}
    />
  );
}

function nextRun(clock: Clock): string {
  const next = nextRunText(clock);
  if (next === null) return "It does not run by itself";
  return clock.firstRunByHand
    ? next
    : `${next} (${clock.timeZone}), ${lowerFirst(scheduleSentence(clock.schedule))}`;
}

const count = (of: number | undefined) => (of === undefined ? "–" : formatCount(of));
