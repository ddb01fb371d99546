import type { Metadata } from "next";
import { PageHeader } from "#components/page-header.tsx";
import { listSets } from "#db/queries/sets.ts";
import { readPage } from "#lib/server/read-page.ts";
import { requireStaff } from "#lib/server/session.ts";
import { placeHoldHelp } from "#lib/help/legal-holds.ts";
import { setsOffered } from "#app/(console)/sets/schema.ts";
import { PlaceForm } from "../place-form.tsx";
import { whomSearch } from "../schema.ts";

export const metadata: Metadata = { title: "Place a Hold" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function PlaceHoldPage({ searchParams }: Props) {
  const staff = await requireStaff("holds.write");
  const { user, set } = whomSearch.parse(await searchParams);
  const sets = await readPage((tx) => listSets(tx, staff, { scope: "all", limit: setsOffered }));
  return (
    <>
      <PageHeader
        path={["Configuration", "Legal Holds"]}
        title={placeHoldHelp.title}
        lead={placeHoldHelp.lead}
      />
      <PlaceForm
        person={user === undefined ? "" : `ID ${user}`}
        set={set ?? null}
        sets={sets.map(({ id, name }) => ({ id, name }))}
      />
    </>
  );
}
