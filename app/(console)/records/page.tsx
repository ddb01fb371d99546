import type { Metadata } from "next";
import { PageHeader } from "#components/page-header.tsx";
import { requireStaff } from "#lib/server/session.ts";
import { headerOf } from "#lib/help/help.ts";
import { recordsHelp } from "#lib/help/reports.ts";
import { FindForm } from "./find-form.tsx";
import { ItemRecords } from "./item-records-table.tsx";
import { recordsSearch } from "./schema.ts";

export const metadata: Metadata = { title: "Explain a Record" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function RecordsPage({ searchParams }: Props) {
  await requireStaff("anonymization.read");
  const { item } = recordsSearch.parse(await searchParams);
  return (
    <>
      <PageHeader {...headerOf(recordsHelp)} />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-8">
        <FindForm />
        {item !== undefined && <ItemRecords id={item} />}
      </div>
    </>
  );
}
