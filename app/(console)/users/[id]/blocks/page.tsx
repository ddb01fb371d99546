import { readParts } from "#db/queries/user-parts.ts";
import { readPage } from "#lib/server/read-page.ts";
import { requireStaff } from "#lib/server/session.ts";
import { BlockForm } from "../part-form.tsx";
import { tabOf, type TabProps } from "../part-page-query.ts";
import { PartSection } from "../part-section-view.tsx";

export default async function UserBlocksPage(props: TabProps) {
  const staff = await requireStaff("users.read");
  const { user, tab, editing } = await tabOf(staff, props, "blocks");
  const parts = await readPage((tx) => readParts(tx, "block", user.id));
  return (
    <PartSection
      kind="block"
      userId={user.id}
      tab={tab}
      editing={editing}
      title="Blocks"
      heads={["Block", "Type", "Status", "Note"]}
      parts={parts}
      row={({ code, type, active, note }) => ({
        name: code,
        cells: [type ?? "", active ? "Active" : "Inactive", note ?? ""],
      })}
      empty="The user has no block."
      add="Add a block"
      Form={BlockForm}
    />
  );
}
