import type { Metadata } from "next";
import { PageHeader } from "#components/page-header.tsx";
import { readMailSettings } from "#db/queries/mail.ts";
import { readPage } from "#lib/server/read-page.ts";
import { requireStaff } from "#lib/server/session.ts";
import { MailSettingsForm } from "./mail-settings-form.tsx";

export const metadata: Metadata = { title: "Mail Settings" };

export default async function MailSettingsPage() {
  await requireStaff("institution.write");
  const settings = await readPage(readMailSettings);
  return (
    <>
      <PageHeader
        path={["Configuration"]}
        title="Mail Settings"
        lead="How staff who subscribed to a job are told that a run has ended. A mail holds numbers, never a patron."
      />
      <MailSettingsForm settings={settings} />
    </>
  );
}
