import type { Metadata } from "next";
import Link from "next/link";
import { Notice } from "#components/notice.tsx";
import { PageHeader } from "#components/page-header.tsx";
import { readSearch } from "#db/queries/user-searches.ts";
import { readPage } from "#lib/server/read-page.ts";
import { requireStaff } from "#lib/server/session.ts";
import { searchPlaceNames } from "#lib/user-search.ts";
import { QuerySentence } from "../../users/query-sentence-view.tsx";
import { userListSearch } from "../../users/schema.ts";
import { AddSetForm } from "../add-set-form.tsx";

export const metadata: Metadata = { title: "Add a Set" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function AddSetPage({ searchParams }: Props) {
  const staff = await requireStaff("users.write");
  const asked = await searchParams;
  const { search: id } = userListSearch.parse(asked);
  const search = id === undefined ? null : await readPage((tx) => readSearch(tx, staff.id, id));
  const kind = asked.kind === "logical" && search?.query ? "logical" : "itemized";
  return (
    <>
      <PageHeader
        path={["Admin", "Manage Jobs and Sets", "Manage Sets"]}
        title={kind === "logical" ? "Save Query" : "Add a Set"}
        lead={
          kind === "logical"
            ? "A logical set: whoever fits the query when a job or a person uses it is in it."
            : search
              ? "An itemized set of the users that the search finds now."
              : "An itemized set, empty at first. Its members come from a file, from a search, or by hand."
        }
      />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
        {search?.text && (
          <p>
            {searchPlaceNames[search.text.in]}: “{search.text.words}”
          </p>
        )}
        {search?.query && (
          <p className="max-w-prose">
            <QuerySentence query={search.query} />
          </p>
        )}
        {id !== undefined && !search && (
          <Notice tone="attention" role="status">
            This search has expired; the set begins empty.
          </Notice>
        )}
        {id === undefined && (
          <p className="text-muted">
            For a logical set{" "}
            <Link className="text-link" href="/users/advanced">
              search with conditions
            </Link>{" "}
            first, then save the query.
          </p>
        )}
        <AddSetForm kind={kind} search={search ? (id ?? null) : null} />
      </div>
    </>
  );
}
