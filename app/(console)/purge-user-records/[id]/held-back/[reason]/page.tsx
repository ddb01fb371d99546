import type { Metadata } from "next";
import Link from "next/link";
import { Missing } from "#app/missing.tsx";
import { PageHeader } from "#components/page-header.tsx";
import { readCodeNames } from "#db/queries/codes.ts";
import { findPurgeJob, optionsOfJob } from "#db/queries/purge-jobs.ts";
import { listHeldBack } from "#jobs/purge-users/held-back.ts";
import { purgeReasons } from "#lib/purge-fields.ts";
import { PREVIEW_TIMEOUT_MS } from "#lib/run-limits.ts";
import { readPage } from "#lib/server/read-page.ts";
import { requireStaff } from "#lib/server/session.ts";
import { tabOfReason } from "../../../../users/[id]/keeping-view.ts";
import { userListSearch, usersPerPage } from "../../../../users/schema.ts";
import { UsersPager } from "../../../../users/searching-view.tsx";
import { UsersTable } from "../../../../users/users-table.tsx";
import { heldBackParameters } from "../../../schema.ts";
import { criteriaSentence } from "../../../sentences-view.ts";

export const metadata: Metadata = { title: "Held Back from a Purge" };

interface Props {
  params: Promise<{ id: string; reason: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function HeldBackPage({ params, searchParams }: Props) {
  await requireStaff("purge.read");
  const staff = await requireStaff("users.read");
  const asked = heldBackParameters.safeParse(await params);
  if (!asked.success) return <Missing />;
  const { id, reason } = asked.data;
  const { search: _search, set: _set, ...list } = userListSearch.parse(await searchParams);
  const found = await readPage(
    async (tx) => {
      const job = await findPurgeJob(tx, staff, id);
      // Somebody's private set: who its members are is not for others to see.
      if (!job || job.set?.name === null) return null;
      const options = { options: optionsOfJob(job), staffId: staff.id };
      const page = await listHeldBack(tx, options, reason, {
        order: list.order,
        descending: list.descending === "yes",
        after: list.after,
        limit: usersPerPage,
      });
      return { job, page, names: await readCodeNames(tx) };
    },
    { statementTimeoutMs: PREVIEW_TIMEOUT_MS, isolation: "repeatable read" },
  );
  if (!found) return <Missing />;
  const path = `/purge-user-records/${id}/held-back/${reason}`;
  const { tab, name } = tabOfReason[reason];
  return (
    <>
      <PageHeader
        path={["Admin", "User Management", "Purge User Records"]}
        title={`Held back: ${purgeReasons[reason]}`}
        lead={`${criteriaSentence(found.job, found.names)}: whom a run started now would keep for this reason, the first that applies. Each name leads to User Details, ${name}.`}
      />
      <UsersTable
        caption="Users held back"
        path={path}
        list={list}
        users={found.page.users}
        empty="Nobody is held back for this reason now."
        selection={null}
        tab={tab}
      />
      <UsersPager path={path} list={list} next={found.page.next} />
      <p className="pt-6">
        <Link className="text-link" href={`/purge-user-records/${id}`}>
          Back to the preview
        </Link>
      </p>
    </>
  );
}
