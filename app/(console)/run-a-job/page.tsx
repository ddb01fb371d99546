import type { Metadata } from "next";
import { PageHeader } from "#components/page-header.tsx";
import { permitsJob } from "#lib/permissions.ts";
import { requireStaff } from "#lib/server/session.ts";
import { headerOf } from "#lib/help/help.ts";
import { runAJobHelp } from "#lib/help/run-a-job.ts";
import { previewHref } from "../monitor-jobs/preview-href-view.ts";
import { JobsTable } from "./jobs-table.tsx";
import { wizardSearch } from "./schema.ts";
import { Steps } from "./steps-view.tsx";

export const metadata: Metadata = { title: "Run a Job" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

const jobs = ["update-users", "purge-users", "anonymization", "letters-purge"] as const;
const takesSet: readonly string[] = ["update-users", "purge-users"];

export default async function RunAJobPage({ searchParams }: Props) {
  const staff = await requireStaff("users.read");
  const { set } = wizardSearch.parse(await searchParams);
  const address = (job: string) =>
    set !== undefined && takesSet.includes(job)
      ? `${previewHref(job)}?set=${set}`
      : previewHref(job);
  return (
    <>
      <PageHeader {...headerOf(runAJobHelp)} />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
        <Steps current="Select a job" />
        <JobsTable
          jobs={jobs
            .filter((job) => permitsJob(staff.roles, job, "run"))
            .map((job) => ({ job, href: address(job) }))}
        />
      </div>
    </>
  );
}
