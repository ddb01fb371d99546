import { readParts } from "#db/queries/user-parts.ts";
import { readPage } from "#lib/server/read-page.ts";
import { requireStaff } from "#lib/server/session.ts";
import { IdentifierForm } from "../part-form.tsx";
import { tabOf, type TabProps } from "../part-page-query.ts";
import { PartSection } from "../part-section-view.tsx";

export default async function UserIdentifiersPage(props: TabProps) {
  const staff = await requireStaff("users.read");
  const { user, tab, editing } = await tabOf(staff, props, "identifiers");
  const parts = await readPage((tx) => readParts(tx, "identifier", user.id));
  return (
    <PartSection
      kind="identifier"
      userId={user.id}
      tab={tab}
      editing={editing}
      title="Identifiers"
      heads={["Identifier", "Type", "Status"]}
      parts={parts}
      row={({ value, type, active }) => ({
        name: value,
        cells: [type, active ? "Active" : "Inactive"],
      })}
      empty="The user has no identifier besides the primary ID."
      add="Add an identifier"
      Form={IdentifierForm}
    />
  );
}
