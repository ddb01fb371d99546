import type { Metadata } from "next";
import { ButtonLink } from "#components/button-link.tsx";
import { PageHeader } from "#components/page-header.tsx";
import { readAnonymization, type FamilySettings } from "#db/queries/anonymization.ts";
import { readSchedule } from "#db/queries/schedules.ts";
import { permits } from "#lib/permissions.ts";
import { releasesNothing } from "#lib/rule-warnings.ts";
import { readPage } from "#lib/server/read-page.ts";
import { requireStaff } from "#lib/server/session.ts";
import { headerOf } from "#lib/help/help.ts";
import { fulfillmentJobsHelp } from "#lib/help/fulfillment-jobs.ts";
import type { FamilyOnScreen } from "./family-boxes-form.tsx";
import { JobForm } from "./job-form.tsx";

export const metadata: Metadata = { title: "Fulfillment Jobs Configuration" };

export default async function FulfillmentJobsPage() {
  const { roles } = await requireStaff("anonymization.read");
  const { schedule, settings } = await readPage(async (tx) => ({
    schedule: await readSchedule(tx, "anonymization"),
    settings: await readAnonymization(tx),
  }));
  const { loans, fees, requests, borrowingRequests } = settings;
  return (
    <>
      <PageHeader
        {...headerOf(fulfillmentJobsHelp)}
        actions={
          <>
            <ButtonLink href="/fulfillment-jobs/preview">Preview</ButtonLink>
            {permits(roles, "anonymization.run") && (
              <ButtonLink href="/fulfillment-jobs/preview#run">Run now</ButtonLink>
            )}
          </>
        }
      />
      <JobForm
        mayChange={permits(roles, "anonymization.write")}
        schedule={schedule}
        settings={{
          loans: onScreen(loans),
          fees: onScreen(fees),
          requests: onScreen(requests),
          borrowingRequests: onScreen(borrowingRequests),
        }}
      />
    </>
  );
}

const onScreen = (family: FamilySettings): FamilyOnScreen => ({
  version: family.version,
  records: family.records,
  notes: family.notes,
  enabledRules: family.rules.filter(({ enabled }) => enabled).length,
  default: family.default,
  releasesNothing: releasesNothing(family),
});
