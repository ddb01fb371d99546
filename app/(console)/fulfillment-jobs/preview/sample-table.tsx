import Link from "next/link";
import { DataTable, type Column } from "#components/data-table.tsx";
import type { SampledRecord } from "#jobs/anonymize/sample.ts";
import { nameIn, type CodeNames } from "#lib/code-names.ts";
import { familyWords, type Family } from "#lib/families.ts";
import { formatDay, upperFirst } from "#lib/format.ts";

interface Props {
  family: Family;
  caption: string;
  sample: SampledRecord[];
  names: CodeNames;
}

/** A few that would go, each leading to its explanation. The patron is masked, and for few to see. */
export function Sample({ family, caption, sample, names }: Props) {
  const { one } = familyWords[family];
  const columns: Column<SampledRecord>[] = [
    {
      head: "Record",
      rowHeader: true,
      cell: ({ id }) => (
        <Link className="text-link" href={`/records/${family}/${id}`}>
          {upperFirst(one)} {id}
        </Link>
      ),
    },
    { head: "Title", cell: ({ title }) => title ?? "–" },
    { head: "Library", cell: ({ library }) => nameIn(names.library, library) },
    {
      head: "User group",
      cell: ({ userGroup }) => (userGroup ? nameIn(names.userGroup, userGroup) : "–"),
    },
    {
      head: "Ended",
      cell: ({ endedOn }) => <span className="whitespace-nowrap">{formatDay(endedOn)}</span>,
    },
    ...(sample.some(({ patron }) => patron !== null)
      ? [{ head: "Patron, masked", cell: ({ patron }: SampledRecord) => patron }]
      : []),
  ];
  return (
    <DataTable caption={caption} rows={sample} rowKey={({ id }) => id} columns={columns} empty="" />
  );
}
