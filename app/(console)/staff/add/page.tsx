import type { Metadata } from "next";
import { PageHeader } from "#components/page-header.tsx";
import { requireStaff } from "#lib/server/session.ts";
import { AddStaffForm } from "../add-staff-form.tsx";

export const metadata: Metadata = { title: "Add staff" };

export default async function AddStaffPage() {
  await requireStaff("staff.write");
  return (
    <>
      <PageHeader
        path={["System", "Staff"]}
        title="Add staff"
        lead="Lethe sends no mail: it shows a link once, which you give to the person, who chooses a password with it."
      />
      <AddStaffForm />
    </>
  );
}
