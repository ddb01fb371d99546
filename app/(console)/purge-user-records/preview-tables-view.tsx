import Link from "next/link";
import { DataTable } from "#components/data-table.tsx";
import type { PurgePreview } from "#jobs/purge-users/preview.ts";
import { nameIn, type Names } from "#lib/code-names.ts";
import { formatCount, formatCountOf, formatDay } from "#lib/format.ts";
import { reasonCalled } from "#lib/purge-fields.ts";

interface Props {
  preview: PurgePreview;
  groups: Names;
  /** Address of those whom the reasons keep, for who may see them. */
  keptUnder: string | null;
}

const groupName = (groups: Names, code: string) => (code ? nameIn(groups, code) : "None");

/** Who stays and why, and how that is spread over the groups. */
export const PreviewTables = ({ preview: { users }, groups, keptUnder }: Props) => (
  <div className="grid grid-cols-[minmax(0,1fr)] gap-x-10 gap-y-6 lg:grid-cols-2">
    <DataTable
      caption="Who stays, and why"
      rows={users.heldBack}
      rowKey={({ reason }) => reason}
      csv
      empty="Nobody is held back."
      columns={[
        { head: "Reason", rowHeader: true, cell: ({ reason }) => reason },
        {
          head: "Users",
          numeric: true,
          cell: (row) => <Kept {...row} keptUnder={keptUnder} />,
        },
      ]}
    />
    <DataTable
      caption="By user group"
      rows={users.byUserGroup}
      rowKey={({ userGroup }) => userGroup}
      csv
      empty="The job is about nobody."
      columns={[
        {
          head: "User group",
          rowHeader: true,
          cell: ({ userGroup }) => groupName(groups, userGroup),
        },
        { head: "Purged", numeric: true, cell: ({ purged }) => formatCount(purged) },
        { head: "Held back", numeric: true, cell: ({ heldBack }) => formatCount(heldBack) },
      ]}
    />
  </div>
);

/** How many, as the way to who they are. */
function Kept({
  reason,
  users,
  keptUnder,
}: { reason: string; users: number } & Pick<Props, "keptUnder">) {
  const key = reasonCalled(reason);
  if (keptUnder === null || key === undefined) return formatCount(users);
  return (
    <Link
      className="text-link"
      href={`${keptUnder}/${key}`}
      prefetch={false}
      aria-label={`${formatCountOf(users, "user", "users")}: show who`}
    >
      {formatCount(users)}
    </Link>
  );
}

/** A few of those who go, masked. */
export const PreviewSample = ({
  sample,
  groups,
}: Pick<PurgePreview, "sample"> & Pick<Props, "groups">) => (
  <DataTable
    caption="Some of those who would be purged"
    rows={sample}
    rowKey={({ id }) => id}
    empty=""
    columns={[
      {
        head: "User, masked",
        rowHeader: true,
        cell: ({ id, patron }) => (
          <Link className="text-link" href={`/users/${id}`}>
            {patron}
          </Link>
        ),
      },
      { head: "User group", cell: ({ userGroup }) => groupName(groups, userGroup) },
      { head: "Purge date", cell: ({ purgeDate }) => purgeDate && formatDay(purgeDate) },
    ]}
  />
);
