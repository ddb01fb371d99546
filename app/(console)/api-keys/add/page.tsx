import type { Metadata } from "next";
import { PageHeader } from "#components/page-header.tsx";
import { requireStaff } from "#lib/server/session.ts";
import { addKeyHelp } from "#lib/help/system.ts";
import { AddKeyForm } from "../add-key-form.tsx";

export const metadata: Metadata = { title: "Make a Key" };

export default async function AddKeyPage() {
  await requireStaff("apiKeys.write");
  return (
    <>
      <PageHeader path={["System", "API"]} title={addKeyHelp.title} lead={addKeyHelp.lead} />
      <AddKeyForm />
    </>
  );
}
