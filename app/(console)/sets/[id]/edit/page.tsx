import type { Metadata } from "next";
import { Missing } from "#app/missing.tsx";
import { PageHeader } from "#components/page-header.tsx";
import { readSet } from "#db/queries/sets.ts";
import { readPage } from "#lib/server/read-page.ts";
import { requireStaff } from "#lib/server/session.ts";
import { EditSetForm } from "../../edit-set-form.tsx";
import { setParameter } from "../../schema.ts";

export const metadata: Metadata = { title: "Edit a set" };

interface Props {
  params: Promise<{ id: string }>;
}

export default async function EditSetPage({ params }: Props) {
  const staff = await requireStaff("users.write");
  const id = setParameter.safeParse((await params).id);
  if (!id.success) return <Missing />;
  const set = await readPage((tx) => readSet(tx, staff, id.data));
  if (!set || !set.mayChange) return <Missing />;
  return (
    <>
      <PageHeader path={["Admin", "Manage Jobs and Sets", "Manage Sets"]} title={set.name} />
      <EditSetForm set={set} />
    </>
  );
}
