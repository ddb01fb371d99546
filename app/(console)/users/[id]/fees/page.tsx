import { requireStaff } from "#lib/server/session.ts";
import { tabOf, type TabProps } from "../part-page-query.ts";
import { RecordsTable } from "../records-table.tsx";

export default async function UserFeesPage(props: TabProps) {
  const staff = await requireStaff("users.read");
  const tab = await tabOf(staff, props, "fees");
  return (
    <RecordsTable
      family="fees"
      caption="Fines and fees"
      empty="No fine or fee leads to this user."
      tab={tab}
    />
  );
}
