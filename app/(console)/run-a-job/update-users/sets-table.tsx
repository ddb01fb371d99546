import Link from "next/link";
import { DataTable } from "#components/data-table.tsx";
import type { SetRow } from "#db/queries/sets.ts";
import { kindNames } from "../../sets/set-kind-view.tsx";

/** Sets to run the job on; the next step counts who is in the one that is chosen. */
export const ChooseSetTable = ({ sets, empty }: { sets: readonly SetRow[]; empty: string }) => (
  <DataTable
    caption="Sets"
    hiddenCaption
    rows={sets}
    rowKey={({ id }) => id}
    empty={empty}
    columns={[
      {
        head: "Name",
        rowHeader: true,
        cell: ({ id, name }) => (
          <Link
            className="text-link break-words"
            href={`/run-a-job/update-users?set=${id}`}
            prefetch={false}
          >
            {name}
          </Link>
        ),
      },
      { head: "Type", cell: ({ kind }) => kindNames[kind] },
      { head: "Private", cell: (set) => (set.private ? "Yes" : "No") },
      { head: "Description", cell: ({ description }) => description },
      { head: "Created by", cell: ({ owner }) => owner ?? "Command line" },
    ]}
  />
);
