import Link from "next/link";
import { DataTable } from "#components/data-table.tsx";
import { jobTitles } from "#lib/run-words.ts";
import { jobCategories } from "../monitor-jobs/titled-runs-query.ts";

type Job = keyof typeof jobTitles;

const does: Record<Job, string> = {
  "update-users": "Changes or notifies the members of a set. Goes on here.",
  "purge-users": "Deletes users whose purge date has come. Goes on at its own screen.",
  anonymization: "Cuts the links of finished records to patrons. Goes on at its preview.",
  "letters-purge": "Removes letters past their retention period. Goes on at its preview.",
};

/** Jobs that a person starts by hand, and where each goes on. */
export const JobsTable = ({ jobs }: { jobs: readonly { job: Job; href: string }[] }) => (
  <DataTable
    stacks
    caption="Jobs"
    hiddenCaption
    rows={jobs}
    rowKey={({ job }) => job}
    empty="Your roles start no job."
    columns={[
      {
        head: "Name",
        rowHeader: true,
        cell: ({ job, href }) => (
          <Link className="text-link" href={href} prefetch={false}>
            {jobTitles[job]}
          </Link>
        ),
      },
      { head: "Category", cell: ({ job }) => jobCategories[job] },
      { head: "What it does", cell: ({ job }) => does[job] },
    ]}
  />
);
