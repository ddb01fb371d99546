import { requireStaff } from "#lib/server/session.ts";
import { tabOf, type TabProps } from "../part-page-query.ts";
import { RecordsTable } from "../records-table.tsx";

export default async function UserLoansPage(props: TabProps) {
  const staff = await requireStaff("users.read");
  const tab = await tabOf(staff, props, "loans");
  return (
    <RecordsTable family="loans" caption="Loans" empty="No loan leads to this user." tab={tab} />
  );
}
