import type { Metadata } from "next";
import { Notice } from "#components/notice.tsx";
import { PageHeader } from "#components/page-header.tsx";
import { database } from "#db/client.ts";
import { listSets } from "#db/queries/sets.ts";
import { patientPage, quickPage } from "#db/queries/user-pages.ts";
import { readSearch } from "#db/queries/user-searches.ts";
import { headerOf } from "#lib/help/help.ts";
import { usersHelp } from "#lib/help/users.ts";
import { permits } from "#lib/permissions.ts";
import { readPage } from "#lib/server/read-page.ts";
import { requireStaff } from "#lib/server/session.ts";
import { AddToSetForm } from "./add-to-set-form.tsx";
import { findUsers, pageAsked } from "./found-users-query.ts";
import { userListSearch } from "./schema.ts";
import { SearchForm } from "./search-form.tsx";
import { SearchSummary } from "./search-summary-view.tsx";
import { UserList } from "./user-list-view.tsx";

export const metadata: Metadata = { title: "Manage Users" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

const SETS_OFFERED = 500;
const selection = "selected-users";

export default async function ManageUsersPage({ searchParams }: Props) {
  const staff = await requireStaff("users.read");
  const { set: _set, ...list } = userListSearch.parse(await searchParams);
  const mayWrite = permits(staff.roles, "users.write");
  const { search, sets } = await readPage(async (tx) => ({
    search: list.search === undefined ? null : await readSearch(tx, staff.id, list.search),
    sets: mayWrite ? await listSets(tx, staff, { scope: "mine", limit: SETS_OFFERED }) : [],
  }));
  const isExpired = list.search !== undefined && !search;
  const { order, descending, wait } = list;
  const source = search ? { search: list.search } : {};
  const asked = pageAsked(list);
  const found = await findUsers(list, {
    quick: () => quickPage(database(), staff, source, asked),
    patient: (signal) => patientPage(database(), staff, source, asked, signal),
  });
  const table = {
    caption: "Users",
    path: "/users",
    list: isExpired ? { order, descending, wait } : list,
    empty: search
      ? "Nobody fits this search. Names are found by how they begin, numbers and addresses whole."
      : "There are no users yet. Import some under System > Import.",
    selection: mayWrite ? selection : null,
  };
  return (
    <>
      <PageHeader {...headerOf(usersHelp)} />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
        <SearchForm key={list.search} text={search?.text} />
        {isExpired && (
          <Notice tone="attention" role="status">
            This search has expired: searches are kept for a day, each for its own person. Search
            again.
          </Notice>
        )}
        {search && list.search !== undefined && (
          <SearchSummary id={list.search} search={search} mayWrite={mayWrite} />
        )}
        <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
          <UserList key={list.search} {...table} found={found} source={source} />
          {mayWrite && (
            <div data-below-users>
              <AddToSetForm id={selection} sets={sets.filter(({ kind }) => kind === "itemized")} />
            </div>
          )}
        </div>
      </div>
    </>
  );
}
