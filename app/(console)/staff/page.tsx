import type { Metadata } from "next";
import Link from "next/link";
import { ButtonLink } from "#components/button-link.tsx";
import { When } from "#components/when.tsx";
import { DataTable } from "#components/data-table.tsx";
import { PageHeader } from "#components/page-header.tsx";
import { listStaff, type StaffRow } from "#db/queries/staff-list.ts";
import { readInstitution } from "#db/queries/institution.ts";
import { formatMoment } from "#lib/format.ts";
import { staffRoleNames } from "#lib/permissions.ts";
import { readPage } from "#lib/server/read-page.ts";
import { requireStaff } from "#lib/server/session.ts";
import { headerOf } from "#lib/help/help.ts";
import { staffHelp } from "#lib/help/system.ts";
import { StaffStatus } from "./staff-status-view.tsx";

export const metadata: Metadata = { title: "Staff" };

export default async function StaffPage() {
  await requireStaff("staff.write");
  const { rows, timeZone } = await readPage(async (tx) => ({
    rows: await listStaff(tx),
    timeZone: (await readInstitution(tx)).timeZone,
  }));
  return (
    <>
      <PageHeader
        {...headerOf(staffHelp)}
        actions={
          <ButtonLink variant="primary" href="/staff/add">
            Add Staff
          </ButtonLink>
        }
      />
      <DataTable
        caption="Accounts"
        hiddenCaption
        rows={rows}
        rowKey={(row) => row.id}
        csv
        columns={columns(timeZone)}
        empty="Nobody has an account."
      />
    </>
  );
}

const columns = (timeZone: string) => [
  {
    head: "Name",
    rowHeader: true,
    cell: (row: StaffRow) => (
      <Link className="text-link underline" href={`/staff/${row.id}`}>
        {row.name}
      </Link>
    ),
  },
  { head: "E-mail", cell: (row: StaffRow) => row.email },
  {
    head: "Roles",
    cell: (row: StaffRow) => row.roles.map((role) => staffRoleNames[role]).join(", "),
  },
  { head: "Status", cell: (row: StaffRow) => <StaffStatus status={row.status} /> },
  { head: "Last sign-in", cell: (row: StaffRow) => lastSignIn(row, timeZone) },
];

const lastSignIn = ({ lastSignInAt }: StaffRow, timeZone: string) =>
  lastSignInAt === null ? "Never" : <When>{formatMoment(lastSignInAt, timeZone)}</When>;
