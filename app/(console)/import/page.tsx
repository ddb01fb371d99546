import type { Metadata } from "next";
import { Notice } from "#components/notice.tsx";
import { PageHeader } from "#components/page-header.tsx";
import { Section } from "#components/section.tsx";
import { listImports } from "#db/queries/imports.ts";
import { readInstitution } from "#db/queries/institution.ts";
import { readPage } from "#lib/server/read-page.ts";
import { requireStaff } from "#lib/server/session.ts";
import { headerOf } from "#lib/help/help.ts";
import { importHelp } from "#lib/help/system.ts";
import { FileColumns } from "./columns-view.tsx";
import { ImportsTable } from "./imports-table.tsx";
import { UploadForm } from "./upload-form.tsx";

export const metadata: Metadata = { title: "Import" };

export default async function ImportPage() {
  await requireStaff("imports.write");
  const { imports, timeZone, isDemo } = await readPage(async (tx) => ({
    imports: await listImports(tx),
    ...(await readInstitution(tx)),
  }));
  return (
    <>
      <PageHeader {...headerOf(importHelp)} />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-10">
        <Section
          title="New import"
          lead="Files are kept in the database until they are imported or discarded, a day at most, and then removed from it. Of a line that is rejected the reason is kept for a week."
        >
          {isDemo && (
            <Notice tone="attention">
              This is a demo library. An import replaces it; you are asked first.
            </Notice>
          )}
          <UploadForm />
          <noscript>
            <Notice tone="attention">
              Sending files needs JavaScript. The command line imports without a browser: npm run
              lethe -- import users.csv loans.csv
            </Notice>
          </noscript>
          <FileColumns />
        </Section>
        <Section title="Imports of the last seven days">
          <ImportsTable imports={imports} timeZone={timeZone} />
        </Section>
      </div>
    </>
  );
}
