import type { Metadata } from "next";
import Link from "next/link";
import { PageHeader } from "#components/page-header.tsx";
import { Pager } from "#components/pager.tsx";
import { readCodes } from "#db/queries/codes.ts";
import { readDeleteUserPolicy } from "#db/queries/delete-user-policy.ts";
import { readInstitution } from "#db/queries/institution.ts";
import { listPurgeJobs } from "#db/queries/purge-jobs.ts";
import { listSets } from "#db/queries/sets.ts";
import { codeNamesOf } from "#lib/code-names.ts";
import { permits } from "#lib/permissions.ts";
import { deletePolicyNames } from "#lib/purge-fields.ts";
import { readPage } from "#lib/server/read-page.ts";
import { requireStaff } from "#lib/server/session.ts";
import { headerOf } from "#lib/help/help.ts";
import { purgeUserRecordsHelp } from "#lib/help/purge-user-records.ts";
import { setsOffered } from "#app/(console)/sets/schema.ts";
import { AddJob } from "./add-job-form.tsx";
import { JobsTable } from "./jobs-table.tsx";
import { jobsPerPage, listSearch } from "./schema.ts";

export const metadata: Metadata = { title: "Purge User Records" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function PurgeUserRecordsPage({ searchParams }: Props) {
  const staff = await requireStaff("purge.read");
  const { set, before } = listSearch.parse(await searchParams);
  const { found, policy, codes, sets, currency } = await readPage(async (tx) => ({
    found: await listPurgeJobs(tx, staff, { before, limit: jobsPerPage + 1 }),
    policy: await readDeleteUserPolicy(tx),
    codes: await readCodes(tx),
    sets: await listSets(tx, staff, { scope: "all", limit: setsOffered }),
    currency: (await readInstitution(tx)).currency,
  }));
  const mayChange = permits(staff.roles, "purge.write");
  const jobs = found.slice(0, jobsPerPage);
  const last = found.length > jobs.length ? jobs.at(-1) : undefined;
  return (
    <>
      <PageHeader
        {...headerOf(purgeUserRecordsHelp)}
        actions={
          mayChange && (
            <AddJob
              groups={codes.userGroup}
              sets={sets.map(({ id, name }) => ({ id, name }))}
              currency={currency}
              set={set ?? null}
            />
          )
        }
      />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
        <p>
          Delete User Policy:{" "}
          <Link className="text-link" href="/delete-user-policy">
            {deletePolicyNames[policy]}
          </Link>
        </p>
        <div>
          <JobsTable
            jobs={jobs}
            currency={currency}
            names={codeNamesOf(codes)}
            mayChange={mayChange}
          />
          <Pager
            label="purge jobs"
            first={before === undefined ? null : "/purge-user-records"}
            next={last ? `/purge-user-records?before=${last.id}` : null}
          />
        </div>
      </div>
    </>
  );
}
