import type { Metadata } from "next";
import { Missing } from "#app/missing.tsx";
import { PageHeader } from "#components/page-header.tsx";
import { readSet } from "#db/queries/sets.ts";
import { readUserCodes } from "#db/queries/user-codes.ts";
import { readPage } from "#lib/server/read-page.ts";
import { requireStaff } from "#lib/server/session.ts";
import { EditQueryForm } from "../../edit-query-form.tsx";
import { setParameter } from "../../schema.ts";

export const metadata: Metadata = { title: "Query of a set" };

interface Props {
  params: Promise<{ id: string }>;
}

export default async function SetQueryPage({ params }: Props) {
  const staff = await requireStaff("users.write");
  const id = setParameter.safeParse((await params).id);
  if (!id.success) return <Missing />;
  const { set, codes } = await readPage(async (tx) => ({
    set: await readSet(tx, staff, id.data),
    codes: await readUserCodes(tx),
  }));
  if (!set?.query || !set.mayChange) return <Missing />;
  return (
    <>
      <PageHeader
        path={["Admin", "Manage Jobs and Sets", "Manage Sets", set.name]}
        title="Query"
        lead="Whoever fits it when the set is used is in the set."
      />
      <EditQueryForm set={set} codes={codes} />
    </>
  );
}
