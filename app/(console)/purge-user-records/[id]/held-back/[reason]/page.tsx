import type { Metadata } from "next";
import Link from "next/link";
import { Missing } from "#app/missing.tsx";
import { PageHeader } from "#components/page-header.tsx";
import { database, type Tx } from "#db/client.ts";
import { readCodeNames } from "#db/queries/codes.ts";
import { findPurgeJob, optionsOfJob } from "#db/queries/purge-jobs.ts";
import { quickly } from "#db/queries/user-pages.ts";
import { listHeldBack } from "#jobs/purge-users/held-back.ts";
import { purgeReasons } from "#lib/purge-fields.ts";
import { PREVIEW_TIMEOUT_MS } from "#lib/run-limits.ts";
import { readPage } from "#lib/server/read-page.ts";
import { requireStaff } from "#lib/server/session.ts";
import { readStoppable } from "#lib/server/stoppable.ts";
import { tabOfReason } from "../../../../users/[id]/keeping-view.ts";
import { findUsers, pageAsked } from "../../../../users/found-users-query.ts";
import { userListSearch } from "../../../../users/schema.ts";
import { UserList } from "../../../../users/user-list-view.tsx";
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
  const { job, names } = await readPage(async (tx) => ({
    job: await findPurgeJob(tx, staff, id),
    names: await readCodeNames(tx),
  }));
  // Somebody's private set: who its members are is not for others to see.
  if (!job || job.set?.name === null) return <Missing />;
  const criteria = optionsOfJob(job);
  const page = pageAsked(list);
  const held = (tx: Tx, withinMs?: number) =>
    listHeldBack(tx, { options: criteria, staffId: staff.id }, reason, { ...page, withinMs });
  const found = await findUsers(staff, list, {
    quick: () => quickly(database(), held),
    patient: (signal) =>
      readStoppable({ signal, timeoutMs: PREVIEW_TIMEOUT_MS, what: "The list" }, (tx) => held(tx)),
  });
  const path = `/purge-user-records/${id}/held-back/${reason}`;
  const { tab, name } = tabOfReason[reason];
  return (
    <>
      <PageHeader
        path={["Admin", "User Management", "Purge User Records"]}
        title={`Held back: ${purgeReasons[reason]}`}
        lead={`${criteriaSentence(job, names)}: whom a run started now would keep for this reason, the first that applies. Each name leads to User Details, ${name}.`}
      />
      <UserList
        caption="Users held back"
        path={path}
        list={list}
        found={found}
        source={{ criteria, reason }}
        empty="Nobody is held back for this reason now."
        selection={null}
        tab={tab}
      />
      <p data-below-users className="pt-6">
        <Link className="text-link" href={`/purge-user-records/${id}`}>
          Back to the preview
        </Link>
      </p>
    </>
  );
}
