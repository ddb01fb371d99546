import type { Metadata } from "next";
import { PageHeader } from "#components/page-header.tsx";
import { database } from "#db/client.ts";
import { readMailSettings } from "#db/queries/mail.ts";
import { requireStaff } from "#lib/server/session.ts";
import { MailSettingsForm } from "./mail-settings-form.tsx";

export const metadata: Metadata = { title: "Mail Settings" };

export default async function MailSettingsPage() {
  await requireStaff("institution.write");
  const settings = await database().transaction("lethe_web", readMailSettings);
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
