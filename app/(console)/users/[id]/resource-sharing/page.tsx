import { requireStaff } from "#lib/server/session.ts";
import { tabOf, type TabProps } from "../part-page-query.ts";
import { RecordsTable } from "../records-table.tsx";

export default async function UserResourceSharingPage(props: TabProps) {
  const staff = await requireStaff("users.read");
  const tab = await tabOf(staff, props, "resource-sharing");
  return (
    <RecordsTable
      family="borrowingRequests"
      caption="Resource sharing borrowing requests"
      empty="No borrowing request leads to this user."
      tab={tab}
    />
  );
}
