import type { Metadata } from "next";
import { PageHeader } from "#components/page-header.tsx";
import { readInstitution, timeZones } from "#db/queries/institution.ts";
import { readPage } from "#lib/server/read-page.ts";
import { requireStaff } from "#lib/server/session.ts";
import { headerOf } from "#lib/help/help.ts";
import { institutionHelp } from "#lib/help/institution.ts";
import { InstitutionForm } from "./institution-form.tsx";

export const metadata: Metadata = { title: "Institution" };

export default async function InstitutionPage() {
  await requireStaff("institution.write");
  const { institution, zones } = await readPage(async (tx) => ({
    institution: await readInstitution(tx),
    zones: await timeZones(tx),
  }));
  return (
    <>
      <PageHeader {...headerOf(institutionHelp)} />
      <InstitutionForm institution={institution} zones={zones} />
    </>
  );
}
