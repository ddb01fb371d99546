import type { Metadata } from "next";
import { Suspense } from "react";
import { PageHeader } from "#components/page-header.tsx";
import { Skeleton } from "#components/skeleton.tsx";
import { requireStaff } from "#lib/server/session.ts";
import { anonymizationPreviewHelp } from "#lib/help/fulfillment-jobs.ts";
import { PreviewReport } from "./preview-report-view.tsx";

export const metadata: Metadata = { title: "Preview of the Anonymization Job" };

export default async function PreviewPage() {
  const staff = await requireStaff("anonymization.read");
  return (
    <>
      <PageHeader
        path={["Configuration", "Fulfillment", "General", "Fulfillment Jobs Configuration"]}
        title={anonymizationPreviewHelp.title}
        lead={anonymizationPreviewHelp.lead}
      />
      <Suspense
        fallback={
          <div className="grid gap-4">
            <p role="status">
              Every finished record is asked its rules. With millions of them this takes a while.
            </p>
            <Skeleton lines={10} />
          </div>
        }
      >
        <PreviewReport roles={staff.roles} />
      </Suspense>
    </>
  );
}
