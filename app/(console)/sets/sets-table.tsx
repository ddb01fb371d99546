import Link from "next/link";
import { DataTable, type Column } from "#components/data-table.tsx";
import { When } from "#components/when.tsx";
import type { SetRow } from "#db/queries/sets.ts";
import { formatDay } from "#lib/format.ts";
import { kindNames } from "./set-kind-view.tsx";

interface Props {
  caption: string;
  sets: readonly SetRow[];
  empty: string;
}

export const SetsTable = ({ caption, sets, empty }: Props) => (
  <DataTable
    caption={caption}
    hiddenCaption
    columns={columns}
    rows={sets}
    rowKey={(set) => set.id}
    empty={empty}
    csv="page"
  />
);

const columns: Column<SetRow>[] = [
  {
    head: "Name",
    rowHeader: true,
    cell: (set) => (
      <Link className="text-link break-words" href={`/sets/${set.id}`} prefetch={false}>
        {set.name}
      </Link>
    ),
  },
  { head: "Type", cell: ({ kind }) => kindNames[kind] },
  { head: "Content", cell: () => "User" },
  { head: "Private", cell: (set) => (set.private ? "Yes" : "No") },
  { head: "Description", cell: ({ description }) => description },
  { head: "Created by", cell: ({ owner }) => owner ?? "Command line" },
  {
    head: "Created",
    cell: ({ createdOn }) => <When>{formatDay(createdOn)}</When>,
  },
];
