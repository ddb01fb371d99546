import Link from "next/link";
import { DataTable } from "#components/data-table.tsx";
import type { PurgePreview } from "#jobs/purge-users/preview.ts";
import { formatCount, formatCountOf, formatDay } from "#lib/format.ts";
import { reasonCalled } from "#lib/purge-fields.ts";

interface Props {
  preview: PurgePreview;
  /** Address of the job, for who may see whom a reason keeps. */
  names: string | null;
}

/** Who stays and why, and how that is spread over the groups. */
export const PreviewTables = ({ preview: { users }, names }: Props) => (
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
          cell: (row) => <Kept {...row} names={names} />,
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
        { head: "User group", rowHeader: true, cell: ({ userGroup }) => userGroup || "None" },
        { head: "Purged", numeric: true, cell: ({ purged }) => formatCount(purged) },
        { head: "Held back", numeric: true, cell: ({ heldBack }) => formatCount(heldBack) },
      ]}
    />
  </div>
);

/** How many, as the way to who they are. */
function Kept({ reason, users, names }: { reason: string; users: number } & Pick<Props, "names">) {
  const key = reasonCalled(reason);
  if (names === null || key === undefined) return formatCount(users);
  return (
    <Link
      className="text-link"
      href={`${names}/held-back/${key}`}
      prefetch={false}
      aria-label={`${formatCountOf(users, "user", "users")}: show who`}
    >
      {formatCount(users)}
    </Link>
  );
}

/** A few of those who go, masked. */
export const PreviewSample = ({ sample }: Pick<PurgePreview, "sample">) => (
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
      { head: "User group", cell: ({ userGroup }) => userGroup || "None" },
      { head: "Purge date", cell: ({ purgeDate }) => purgeDate && formatDay(purgeDate) },
    ]}
  />
);
