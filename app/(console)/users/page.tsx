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
import { requireStaff, type Staff } from "#lib/server/session.ts";
import { setsOffered } from "#app/(console)/sets/schema.ts";
import { AddToSetForm } from "./add-to-set-form.tsx";
import { findUsers, pageAsked } from "./found-users-query.ts";
import { userListSearch, type UserListSearch } from "./schema.ts";
import { SearchForm } from "./search-form.tsx";
import { SearchSummary } from "./search-summary-view.tsx";
import { UserList } from "./user-list-view.tsx";

export const metadata: Metadata = { title: "Manage Users" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

const selection = "selected-users";

export default async function ManageUsersPage({ searchParams }: Props) {
  const staff = await requireStaff("users.read");
  const { set: _set, ...list } = userListSearch.parse(await searchParams);
  const mayWrite = permits(staff.roles, "users.write");
  const [sets, { search, source, found }] = await Promise.all([
    mayWrite ? readPage((tx) => listSets(tx, staff, { scope: "mine", limit: setsOffered })) : [],
    searchAndFind(staff, list),
  ]);
  const isExpired = list.search !== undefined && !search;
  const { order, descending, wait } = list;
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
          <UserList
            key={list.search}
            {...table}
            found={found}
            source={source}
            taken={
              mayWrite && (
                <AddToSetForm
                  id={selection}
                  sets={sets.filter(({ kind }) => kind === "itemized")}
                />
              )
            }
          />
        </div>
      </div>
    </>
  );
}

/** The search of the address, if there is one and it is still kept, and its page of users. */
async function searchAndFind(staff: Staff, list: Omit<UserListSearch, "set">) {
  const { search: id } = list;
  const search = id === undefined ? null : await readPage((tx) => readSearch(tx, staff.id, id));
  const source = search ? { search: id } : {};
  const page = pageAsked(list);
  const found = await findUsers(staff, list, {
    quick: () => quickPage(database(), staff, source, page),
    patient: (signal) => patientPage(database(), staff, source, page, signal),
  });
  return { search, source, found };
}
