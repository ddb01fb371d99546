import type { Metadata } from "next";
import { PageHeader } from "#components/page-header.tsx";
import { requireStaff } from "#lib/server/session.ts";
import { addStaffHelp } from "#lib/help/system.ts";
import { AddStaffForm } from "../add-staff-form.tsx";

export const metadata: Metadata = { title: "Add Staff" };

export default async function AddStaffPage() {
  await requireStaff("staff.write");
  return (
    <>
      <PageHeader path={["System", "Staff"]} title={addStaffHelp.title} lead={addStaffHelp.lead} />
      <AddStaffForm />
    </>
  );
}
