import type { Metadata } from "next";
import Link from "next/link";
import { z } from "zod";
import { Missing } from "#app/missing.tsx";
import { PageHeader } from "#components/page-header.tsx";
import { readMailSettings, readSubscriptions } from "#db/queries/mail.ts";
import { jobName } from "#db/schema/index.ts";
import { jobs, jobTitles } from "#jobs/registry.ts";
import { permitsJob } from "#lib/permissions.ts";
import { readPage } from "#lib/server/read-page.ts";
import { requireStaff } from "#lib/server/session.ts";
import { SubscribeForm } from "../../subscribe-form.tsx";
import { SubscriptionsTable } from "../../subscriptions-table.tsx";

export const metadata: Metadata = { title: "Subscriptions" };

interface Props {
  params: Promise<{ job: string }>;
}

export default async function SubscriptionsPage({ params }: Props) {
  const person = await requireStaff("jobs.read");
  const job = z.enum(jobName.enumValues).safeParse((await params).job).data;
  if (!job || !jobs[job]) return <Missing />;
  const { emails, isSent } = await readPage(async (tx) => ({
    emails: await readSubscriptions(tx, job),
    isSent: (await readMailSettings(tx)).host !== null,
  }));
  const mayWrite = permitsJob(person.roles, job, "write");
  return (
    <>
      <PageHeader
        path={["Admin", "Manage Jobs and Sets", "Monitor Jobs", "Scheduled"]}
        title="Subscriptions"
        lead={`Who gets a mail when a run of ${jobTitles[job]} has ended: one for each run, with its status and numbers and without a patron.`}
      />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-8">
        {!isSent && (
          <p className="max-w-prose">
            No mail server is set, so nothing is sent: the mails are read on{" "}
            <Link className="text-link" href="/monitor-jobs/outbox">
              Outbox
            </Link>
            .
          </p>
        )}
        <SubscriptionsTable job={job} emails={emails} mayWrite={mayWrite} own={person.email} />
        <SubscribeForm job={job} own={person.email} mayWrite={mayWrite} />
        <p>
          <Link className="text-link" href="/monitor-jobs">
            Back to Monitor Jobs
          </Link>
        </p>
      </div>
    </>
  );
}
