import Link from "next/link";
import { DataTable } from "#components/data-table.tsx";
import type { Proposal } from "#db/queries/run-proposals.ts";
import { deedOf, jobTitles } from "#jobs/registry.ts";
import { formatMoment } from "#lib/format.ts";

interface Props {
  proposals: Proposal[];
  timeZone: string;
}

export const ProposalsTable = ({ proposals, timeZone }: Props) => (
  <DataTable
    caption="Runs that wait for a second person"
    hiddenCaption
    rows={proposals}
    rowKey={({ id }) => id}
    empty="No run waits for a second person."
    columns={[
      {
        head: "Job",
        rowHeader: true,
        cell: ({ id, job }) => (
          <Link className="text-link" href={`/monitor-jobs/proposals/${id}`}>
            {jobTitles[job]}
          </Link>
        ),
      },
      {
        head: "Would",
        cell: ({ expected, job }) => deedOf(job, expected),
      },
      { head: "Asked by", cell: ({ proposedBy }) => proposedBy ?? "Command line" },
      { head: "Asked", cell: ({ createdAt }) => formatMoment(createdAt, timeZone) },
      { head: "Waits until", cell: ({ expiresAt }) => formatMoment(expiresAt, timeZone) },
    ]}
  />
);
