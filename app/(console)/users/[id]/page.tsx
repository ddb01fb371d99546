import { Section } from "#components/section.tsx";
import { readUserCodes } from "#db/queries/user-codes.ts";
import { readRoles } from "#db/queries/user-ties.ts";
import { formatDay, formatMonth } from "#lib/format.ts";
import { readPage } from "#lib/server/read-page.ts";
import { requireStaff } from "#lib/server/session.ts";
import { GeneralForm } from "./general-form.tsx";
import { GeneralView } from "./general-view.tsx";
import { RolesForm } from "./roles-form.tsx";
import { mayEdit, userOf, type UserParams } from "./user-page-query.ts";

export default async function UserGeneralPage({ params }: UserParams) {
  const staff = await requireStaff("users.read");
  const user = await userOf((await params).id);
  const { roles, codes } = await readPage(async (tx) => ({
    roles: await readRoles(tx, user.id),
    codes: await readUserCodes(tx),
  }));
  const isEditable = mayEdit(staff, user);
  const active = user.lastActivity === null ? "never" : `in ${formatMonth(user.lastActivity)}`;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-10">
      {isEditable ? <GeneralForm user={user} codes={codes} /> : <GeneralView user={user} />}
      <Section title="Roles" lead="A purge passes over who has an active staff role.">
        <RolesForm userId={user.id} roles={roles} isEditable={isEditable} />
      </Section>
      <p className="text-muted">
        The account was created on {formatDay(user.createdOn)}; last active {active}.
      </p>
    </div>
  );
}
