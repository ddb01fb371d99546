import type { Metadata } from "next";
import { Missing } from "#app/missing.tsx";
import { PageHeader } from "#components/page-header.tsx";
import { Section } from "#components/section.tsx";
import { database } from "#db/client.ts";
import { readUpload } from "#db/queries/set-uploads.ts";
import { readSet } from "#db/queries/sets.ts";
import { patientPage, quickPage } from "#db/queries/user-pages.ts";
import { permits } from "#lib/permissions.ts";
import { readPage } from "#lib/server/read-page.ts";
import { requireStaff } from "#lib/server/session.ts";
import { UserCount } from "../../users/count-view.tsx";
import { findUsers, pageAsked } from "../../users/found-users-query.ts";
import { QuerySentence } from "../../users/query-sentence-view.tsx";
import { userListSearch } from "../../users/schema.ts";
import { UserList } from "../../users/user-list-view.tsx";
import { AddMembers } from "../add-members-form.tsx";
import { RemoveForm } from "../remove-form.tsx";
import { setParameter, uploadParameter } from "../schema.ts";
import { SetBadges } from "../set-kind-view.tsx";
import { SetMenu } from "../set-menu-form.tsx";
import { UploadOutcome } from "../upload-outcome-view.tsx";

export const metadata: Metadata = { title: "Set" };

interface Props {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

const selection = "selected-members";

export default async function SetPage({ params, searchParams }: Props) {
  const staff = await requireStaff("users.read");
  const id = setParameter.safeParse((await params).id);
  if (!id.success) return <Missing />;
  const asked = await searchParams;
  const { search: _search, set: _set, ...list } = userListSearch.parse(asked);
  const uploadId = uploadParameter.safeParse(asked.upload);
  const { set, upload } = await readPage(async (tx) => ({
    set: await readSet(tx, staff, id.data),
    upload: uploadId.success ? await readUpload(tx, id.data, uploadId.data) : null,
  }));
  if (!set) return <Missing />;
  const isMine = permits(staff.roles, "users.write") && set.mayChange;
  const takesMembers = isMine && set.kind === "itemized";
  const source = { set: set.id };
  const page = pageAsked(list);
  const found = await findUsers(staff, list, {
    quick: () => quickPage(database(), staff, source, page),
    patient: (signal) => patientPage(database(), staff, source, page, signal),
  });
  const table = {
    caption: "Members",
    path: `/sets/${set.id}`,
    list,
    empty:
      set.kind === "logical"
        ? "Nobody fits the query now."
        : "The set has no members yet. Add some from a file, from a search, or by hand.",
    selection: takesMembers ? selection : null,
  };
  return (
    <>
      <PageHeader
        path={["Admin", "Manage Jobs and Sets", "Manage Sets"]}
        title={set.name}
        lead={set.description || undefined}
        actions={
          permits(staff.roles, "users.write") && (
            <SetMenu
              set={set}
              mayChange={isMine}
              mayPurge={permits(staff.roles, "purge.write")}
              mayRun={permits(staff.roles, "users.run")}
            />
          )
        }
      />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-8">
        <div className="grid gap-3">
          <SetBadges set={set} />
          {set.query && (
            <p className="max-w-prose">
              <QuerySentence query={set.query} />
            </p>
          )}
          {set.note && <p className="max-w-prose whitespace-pre-line">{set.note}</p>}
        </div>
        {upload && isMine && <UploadOutcome upload={upload} />}
        <Section
          title="Members"
          lead="Purged users are in no set."
          actions={<UserCount key={set.membersVersion} source={{ set: set.id }} />}
        >
          <UserList
            {...table}
            found={found}
            source={source}
            taken={takesMembers && <RemoveForm id={selection} set={set.id} />}
          />
        </Section>
        {takesMembers && (
          <div data-below-users className="grid grid-cols-[minmax(0,1fr)] gap-8">
            <AddMembers set={set.id} />
          </div>
        )}
      </div>
    </>
  );
}
