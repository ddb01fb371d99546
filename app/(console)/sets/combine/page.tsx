import type { Metadata } from "next";
import { PageHeader } from "#components/page-header.tsx";
import { listSets } from "#db/queries/sets.ts";
import { readPage } from "#lib/server/read-page.ts";
import { requireStaff } from "#lib/server/session.ts";
import { combineHelp } from "#lib/help/sets.ts";
import { CombineForm } from "../combine-form.tsx";
import { setsOffered } from "../schema.ts";

export const metadata: Metadata = { title: "Combine Sets" };

export default async function CombineSetsPage() {
  const staff = await requireStaff("users.write");
  const sets = await readPage((tx) => listSets(tx, staff, { scope: "all", limit: setsOffered }));
  return (
    <>
      <PageHeader
        path={["Admin", "Manage Jobs and Sets", "Manage Sets"]}
        title={combineHelp.title}
        lead={combineHelp.lead}
      />
      <CombineForm sets={sets.map(({ id, name }) => ({ id, name }))} />
    </>
  );
}
