import type { Metadata } from "next";
import { Missing } from "#app/missing.tsx";
import { PageHeader } from "#components/page-header.tsx";
import { Section } from "#components/section.tsx";
import { listStaff } from "#db/queries/staff-list.ts";
import { readStaffUser } from "#db/queries/staff-users.ts";
import { readPage } from "#lib/server/read-page.ts";
import { requireStaff } from "#lib/server/session.ts";
import { DisableForm } from "../disable-form.tsx";
import { OwnUserForm } from "../own-user-form.tsx";
import { LinkForm } from "../link-form.tsx";
import { RolesForm } from "../roles-form.tsx";
import { StaffStatus } from "../staff-status-view.tsx";

export const metadata: Metadata = { title: "Staff" };

interface Props {
  params: Promise<{ id: string }>;
}

export default async function StaffMemberPage({ params }: Props) {
  const me = await requireStaff("staff.write");
  const { id } = await params;
  const { rows, own } = await readPage(async (tx) => ({
    rows: await listStaff(tx),
    own: await readStaffUser(tx, id),
  }));
  const person = rows.find((row) => row.id === id);
  if (!person) return <Missing />;
  const isDisabled = person.status === "disabled";
  return (
    <>
      <PageHeader
        path={["System", "Staff"]}
        title={person.name}
        lead={person.email}
        actions={<StaffStatus status={person.status} />}
      />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-10">
        <Section title="Roles" lead="A change acts at the person's next click.">
          <RolesForm person={person} />
        </Section>
        <Section
          title="Own user record"
          lead={
            own
              ? `Is ${own.name} among the library's users. A purge that this person starts leaves them alone.`
              : "Who this person is among the library's users. A purge that they start leaves them alone."
          }
        >
          <OwnUserForm person={person} own={own?.primaryId ?? ""} />
        </Section>
        {!isDisabled && (
          <Section
            title="One-time link"
            lead="For an invited person who lost the first link, or one who forgot the password. The old password works until the link is used."
          >
            <LinkForm person={person} />
          </Section>
        )}
        {person.id !== me.id && (
          <Section
            title={isDisabled ? "Enable" : "Disable"}
            lead={
              isDisabled
                ? "The person can sign in again, with the roles above."
                : "The person is signed out at once and cannot sign in. The account stays, for the audit names it."
            }
          >
            <DisableForm person={person} />
          </Section>
        )}
      </div>
    </>
  );
}
