import type { Metadata } from "next";
import { PageHeader } from "#components/page-header.tsx";
import { requireStaff } from "#lib/server/session.ts";
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
      <PageHeader
        path={["Jobs"]}
        title="Explain a Record"
        lead="Which rule decides a loan, fee or request, when it goes, and what holds it back. No patron is shown."
      />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-8">
        <FindForm />
        {item !== undefined && <ItemRecords id={item} />}
      </div>
    </>
  );
}
