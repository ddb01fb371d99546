import Link from "next/link";
import { DataTable, type Column } from "#components/data-table.tsx";
import { When } from "#components/when.tsx";
import { Notice } from "#components/notice.tsx";
import { Section } from "#components/section.tsx";
import { readCodeNames } from "#db/queries/codes.ts";
import { readItem, type ItemRecord } from "#db/queries/records.ts";
import { nameIn, type Names } from "#lib/code-names.ts";
import { familyWords } from "#lib/families.ts";
import { formatCount, formatDay } from "#lib/format.ts";
import { NotFound } from "#lib/refusal.ts";
import { readPage } from "#lib/server/read-page.ts";
import { LinkState } from "./link-state-view.tsx";
import { recordsPerItem } from "./schema.ts";

export async function ItemRecords({ id }: { id: number }) {
  const found = await readPage(async (tx) => ({
    ...(await readItem(tx, id, recordsPerItem)),
    names: await readCodeNames(tx),
  })).catch((error: unknown) => {
    if (error instanceof NotFound) return null;
    throw error;
  });
  if (!found) return <Notice tone="attention">This item is not there any more.</Notice>;
  const { item, records, names } = found;
  return (
    <Section title={`Records of ${item.barcode}`} lead={item.title ?? undefined}>
      <DataTable
        caption={`Records of ${item.barcode}, latest first; at most ${formatCount(recordsPerItem)} of each kind`}
        hiddenCaption
        columns={columns(names.library)}
        rows={records}
        rowKey={({ family, id: record }) => `${family}-${record}`}
        empty="No loan, fee or request is of this item."
      />
    </Section>
  );
}

const columns = (libraries: Names): Column<ItemRecord>[] => [
  {
    head: "Record",
    rowHeader: true,
    cell: ({ family, id }) => (
      <Link className="text-link" href={`/records/${family}/${id}`} prefetch={false}>
        {`${familyWords[family].one} ${id}`}
      </Link>
    ),
  },
  { head: "Library", cell: ({ library }) => nameIn(libraries, library) },
  { head: "Lent or created", cell: ({ startedOn }) => <Day day={startedOn} /> },
  { head: "Ended", cell: ({ endedOn }) => (endedOn ? <Day day={endedOn} /> : "–") },
  { head: "Patron", cell: ({ linked }) => <LinkState linked={linked} /> },
];

const Day = ({ day }: { day: string }) => <When>{formatDay(day)}</When>;
