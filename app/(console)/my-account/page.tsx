import type { Metadata } from "next";
import { PageHeader } from "#components/page-header.tsx";
import { Section } from "#components/section.tsx";
import { readInstitution } from "#db/queries/institution.ts";
import { listSessions } from "#db/queries/staff-sessions.ts";
import { readPage } from "#lib/server/read-page.ts";
import { requireStaff } from "#lib/server/session.ts";
import { headerOf } from "#lib/help/help.ts";
import { myAccountHelp } from "#lib/help/system.ts";
import { EndOthersForm } from "./end-others-form.tsx";
import { PasswordForm } from "./password-form.tsx";
import { SessionsTable } from "./sessions-table.tsx";

export const metadata: Metadata = { title: "My Account" };

export default async function MyAccountPage() {
  const { id, sessionId } = await requireStaff("overview.read");
  const { sessions, timeZone } = await readPage(async (tx) => ({
    sessions: await listSessions(tx, id),
    timeZone: (await readInstitution(tx)).timeZone,
  }));
  return (
    <>
      <PageHeader {...headerOf(myAccountHelp)} />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-10">
        <Section
          title="Password"
          lead="A new password signs you out everywhere, here too: sign in again with it."
        >
          <PasswordForm />
        </Section>
        <Section
          title="Sessions"
          lead="Where you are signed in. A session ends after half an hour without you, and after twelve hours."
        >
          <SessionsTable sessions={sessions} sessionId={sessionId} timeZone={timeZone} />
          <EndOthersForm />
        </Section>
      </div>
    </>
  );
}
