import type { Metadata } from "next";
import { PageHeader } from "#components/page-header.tsx";
import { readMailSettings } from "#db/queries/mail.ts";
import { readPage } from "#lib/server/read-page.ts";
import { requireStaff } from "#lib/server/session.ts";
import { headerOf } from "#lib/help/help.ts";
import { mailHelp } from "#lib/help/institution.ts";
import { MailSettingsForm } from "./mail-settings-form.tsx";

export const metadata: Metadata = { title: "Mail Settings" };

export default async function MailSettingsPage() {
  await requireStaff("institution.write");
  const settings = await readPage(readMailSettings);
  return (
    <>
      <PageHeader {...headerOf(mailHelp)} />
      <MailSettingsForm settings={settings} />
    </>
  );
}
