import type { Metadata } from "next";
import { PageHeader } from "#components/page-header.tsx";
import { readUserCodes } from "#db/queries/user-codes.ts";
import { readSearch } from "#db/queries/user-searches.ts";
import { advancedSearchHelp } from "#lib/help/users.ts";
import { readPage } from "#lib/server/read-page.ts";
import { requireStaff } from "#lib/server/session.ts";
import { AdvancedForm } from "../advanced-form.tsx";
import { userListSearch } from "../schema.ts";

export const metadata: Metadata = { title: "Advanced Search" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function AdvancedSearchPage({ searchParams }: Props) {
  const staff = await requireStaff("users.read");
  const { search } = userListSearch.parse(await searchParams);
  const { codes, query } = await readPage(async (tx) => ({
    codes: await readUserCodes(tx),
    query: search === undefined ? null : (await readSearch(tx, staff.id, search))?.query,
  }));
  return (
    <>
      <PageHeader
        path={["Users", "Manage Users"]}
        title={advancedSearchHelp.title}
        lead={advancedSearchHelp.lead}
      />
      <AdvancedForm codes={codes} query={query ?? null} />
    </>
  );
}
