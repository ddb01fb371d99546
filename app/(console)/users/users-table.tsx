import type { ReactNode } from "react";
import Link from "next/link";
import { DataTable, type Column } from "#components/data-table.tsx";
import { When } from "#components/when.tsx";
import type { UserRow } from "#db/queries/user-list.ts";
import { formatDay } from "#lib/format.ts";
import { recordTypeNames } from "#lib/user-fields.ts";
import { userName } from "#lib/user-name.ts";
import type { UserOrder } from "#lib/user-search.ts";
import { listQuery } from "./list-query.ts";
import type { UserListSearch } from "./schema.ts";
import { SelectUser } from "./selection-form.tsx";
import { UserStatusBadge } from "./user-status-view.tsx";

export interface UsersTableProps {
  caption: string;
  /** Address of the list, and its state there. */
  path: string;
  list: UserListSearch;
  users: readonly UserRow[];
  empty: ReactNode;
  /** Id of the form that takes the users that are ticked; null where nothing is done with them. */
  selection: string | null;
  /** The tab of User Details that a name leads to; General where it is left out. */
  tab?: string;
}

/** Users in a line, with what tells them apart and nothing more of them. */
export function UsersTable(props: UsersTableProps) {
  const { caption, path, list, users, empty, selection, tab = "" } = props;
  const sort = (order: UserOrder) => ({
    href: path + listQuery(reordered(list, order)),
    direction:
      list.order === order
        ? list.descending
          ? ("descending" as const)
          : ("ascending" as const)
        : null,
  });
  const columns: Column<UserRow>[] = [
    ...(selection === null ? [] : [ticks(selection)]),
    {
      head: "Name",
      rowHeader: true,
      sort: sort("name"),
      cell: (user) => (
        <Link className="text-link" href={`/users/${user.id}${tab}`} prefetch={false}>
          {userName(user)}
        </Link>
      ),
    },
    { head: "Primary ID", sort: sort("primaryId"), cell: ({ primaryId }) => primaryId },
    { head: "Record type", cell: ({ recordType }) => recordTypeNames[recordType] },
    { head: "Status", cell: ({ status }) => <UserStatusBadge status={status} /> },
    { head: "User group", cell: ({ userGroup }) => userGroup },
    { head: "Expiry date", sort: sort("expiryDate"), cell: ({ expiryDate }) => day(expiryDate) },
    { head: "Purge date", sort: sort("purgeDate"), cell: ({ purgeDate }) => day(purgeDate) },
  ];
  return (
    <DataTable
      caption={caption}
      hiddenCaption
      columns={columns}
      rows={users}
      rowKey={(user) => user.id}
      empty={empty}
      csv="page"
    />
  );
}

/** The same heading again turns the order round; another page's place is of another order. */
function reordered({ search, wait, ...list }: UserListSearch, order: UserOrder): UserListSearch {
  const descending = list.order === order && !list.descending ? ("yes" as const) : undefined;
  return { ...(search !== undefined && { search }), order, descending, wait };
}

const ticks = (form: string): Column<UserRow> => ({
  head: "Select",
  hiddenHead: true,
  holds: () => "handle",
  cell: (user) => <SelectUser user={user} form={form} />,
});

const day = (date: string | null) => date && <When>{formatDay(date)}</When>;
