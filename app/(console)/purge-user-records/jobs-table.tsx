import Link from "next/link";
import { DataTable } from "#components/data-table.tsx";
import { When } from "#components/when.tsx";
import type { PurgeJob } from "#db/queries/purge-jobs.ts";
import type { CodeNames } from "#lib/code-names.ts";
import { formatCountOf, formatDay } from "#lib/format.ts";
import { RunStatusBadge } from "../monitor-jobs/run-status-view.tsx";
import { JobMenu } from "./job-menu-form.tsx";
import { criteriaSentence, wayOf } from "./sentences-view.ts";

interface Props {
  jobs: readonly PurgeJob[];
  currency: string;
  names: CodeNames;
  mayChange: boolean;
}

export const JobsTable = ({ jobs, currency, names, mayChange }: Props) => (
  <DataTable
    caption="Purge jobs"
    hiddenCaption
    rows={jobs}
    rowKey={({ id }) => id}
    csv="page"
    empty="There is no purge job yet. Add a Job describes one; nobody is purged before it is run."
    columns={[
      {
        head: "Criteria",
        rowHeader: true,
        cell: (job) => (
          <div className="grid min-w-52 gap-0.5">
            <Link className="text-link" href={`/purge-user-records/${job.id}`} prefetch={false}>
              {criteriaSentence(job, names)}
            </Link>
            <span className="text-muted text-xs font-normal">
              {wayOf(job, currency).join(" · ")}
            </span>
          </div>
        ),
      },
      { head: "Created by", cell: ({ createdBy }) => createdBy ?? "Script" },
      {
        head: "Created",
        cell: ({ createdOn }) => <When>{formatDay(createdOn)}</When>,
      },
      {
        head: "Status",
        cell: ({ run, waiting }) => {
          if (waiting !== null) {
            return (
              <Link className="text-link" href={`/monitor-jobs/proposals/${waiting}`}>
                Waits for a second person
              </Link>
            );
          }
          return run ? <RunStatusBadge status={run.status} isPausing={false} /> : "Not run yet";
        },
      },
      {
        head: "Result",
        cell: ({ run }) =>
          run && (
            <Link className="text-link" href={`/monitor-jobs/${run.id}`} prefetch={false}>
              {formatCountOf(run.purged, "user", "users")} purged
            </Link>
          ),
      },
      {
        head: "Actions",
        hiddenHead: true,
        holds: () => "handle",
        cell: ({ id }) => <JobMenu id={id} mayChange={mayChange} />,
      },
    ]}
  />
);
