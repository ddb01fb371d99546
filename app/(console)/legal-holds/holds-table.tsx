import Link from "next/link";
import { DataTable, type Column } from "#components/data-table.tsx";
import { When } from "#components/when.tsx";
import type { Hold } from "#db/queries/legal-holds.ts";
import { formatCount, formatDay } from "#lib/format.ts";
import { Held, HoldStatus } from "./hold-status-view.tsx";

interface Props {
  caption: string;
  holds: readonly Hold[];
  empty: string;
  mayOpen: boolean;
}

export const HoldsTable = ({ caption, holds, empty, mayOpen }: Props) => (
  <DataTable
    caption={caption}
    hiddenCaption
    columns={columns(mayOpen)}
    rows={holds}
    rowKey={({ id }) => id}
    empty={empty}
    csv="page"
  />
);

const day = (date: string) => <When>{formatDay(date)}</When>;

const columns = (mayOpen: boolean): Column<Hold>[] => [
  {
    head: "Hold",
    rowHeader: true,
    cell: ({ id }) => (
      <Link className="text-link whitespace-nowrap" href={`/legal-holds/${id}`} prefetch={false}>
        Hold {id}
      </Link>
    ),
  },
  { head: "Status", cell: (hold) => <HoldStatus hold={hold} /> },
  { head: "Holds", cell: (hold) => <Held hold={hold} mayOpen={mayOpen} /> },
  { head: "Persons", numeric: true, cell: ({ members }) => formatCount(members) },
  { head: "Reason", cell: ({ reason }) => <span className="inline-block min-w-40">{reason}</span> },
  { head: "Owner", cell: ({ owner }) => owner },
  { head: "Review date", cell: ({ reviewOn }) => day(reviewOn) },
  { head: "Placed", cell: ({ placedOn }) => day(placedOn) },
];
