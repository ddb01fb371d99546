import { readParts } from "#db/queries/user-parts.ts";
import { readPage } from "#lib/server/read-page.ts";
import { requireStaff } from "#lib/server/session.ts";
import { NoteForm } from "../part-form.tsx";
import { tabOf, type TabProps } from "../part-page-query.ts";
import { PartSection } from "../part-section-view.tsx";

export default async function UserNotesPage(props: TabProps) {
  const staff = await requireStaff("users.read");
  const { user, tab, editing } = await tabOf(staff, props, "notes");
  const parts = await readPage((tx) => readParts(tx, "note", user.id));
  return (
    <PartSection
      kind="note"
      userId={user.id}
      tab={tab}
      editing={editing}
      title="Notes"
      heads={["Note", "Type", "User may see it", "Pop-up"]}
      parts={parts}
      row={({ text, type, userViewable, popup }) => ({
        name: text,
        cells: [type ?? "", userViewable ? "Yes" : "", popup ? "Yes" : ""],
      })}
      empty="There is no note on the user."
      add="Add a note"
      Form={NoteForm}
    />
  );
}
