import { requireStaff } from "#lib/server/session.ts";
import { tabOf, type TabProps } from "../part-page-query.ts";
import { RecordsTable } from "../records-table.tsx";

export default async function UserRequestsPage(props: TabProps) {
  const staff = await requireStaff("users.read");
  const tab = await tabOf(staff, props, "requests");
  return (
    <RecordsTable
      family="requests"
      caption="Requests"
      empty="No request leads to this user."
      tab={tab}
    />
  );
}
