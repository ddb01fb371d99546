import type { Metadata } from "next";
import { Suspense } from "react";
import Link from "next/link";
import { Notice } from "#components/notice.tsx";
import { PageHeader } from "#components/page-header.tsx";
import { permits } from "#lib/permissions.ts";
import { readPage } from "#lib/server/read-page.ts";
import { requireStaff, type Staff } from "#lib/server/session.ts";
import { headerOf } from "#lib/help/help.ts";
import { overviewHelp } from "#lib/help/overview.ts";
import { Body, CountedBody } from "./overview/body-view.tsx";
import { readJobsAttention } from "./monitor-jobs/jobs-attention-view.tsx";
import { readStanding } from "./overview/overview-query.ts";
import { readSetUp, type SetUpStep } from "./set-up-guide/steps-query.ts";

export const metadata: Metadata = { title: "Overview" };

/** What counts every record or letter comes when it is counted; the page does not wait for it. */
export default async function OverviewPage() {
  const person = await requireStaff("overview.read");
  const [{ standing, setUp }] = await Promise.all([
    readPage(async (tx) => {
      const standing = await readStanding(tx);
      return { standing, setUp: await readSetUp(tx, standing) };
    }),
    // Read beside it, for where it is shown.
    readJobsAttention(),
  ]);
  return (
    <>
      <PageHeader {...headerOf(overviewHelp)} />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-10">
        {standing.institution.isDemo && (
          <Notice tone="information">This is a demo library: every person in it is made up.</Notice>
        )}
        <SetUpNotice steps={setUp} person={person} />
        <Suspense fallback={<Body standing={standing} person={person} />}>
          <CountedBody standing={standing} person={person} />
        </Suspense>
      </div>
    </>
  );
}

/** While something of it is left that this person may do. */
function SetUpNotice({ steps, person }: { steps: SetUpStep[]; person: Staff }) {
  const open = steps.filter(({ isDone }) => !isDone);
  if (!open.some(({ permission }) => permits(person.roles, permission))) return null;
  return (
    <Notice tone="information">
      Lethe is not set up to the end: {steps.length - open.length} of {steps.length} steps are done.{" "}
      <Link className="text-link" href="/set-up-guide">
        Set-up Guide
      </Link>
    </Notice>
  );
}
