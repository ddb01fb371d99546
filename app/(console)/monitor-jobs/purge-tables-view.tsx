import { DataTable, type Column } from "#components/data-table.tsx";
import type { RunCounter } from "#db/queries/job-runs.ts";
import { nameIn, type CodeNames } from "#lib/code-names.ts";
import { formatCount } from "#lib/format.ts";

/** What a purge did, by user group and by kind of what went, and whom it held back. Names nobody. */
export function PurgeTables({
  counters,
  names,
}: {
  counters: RunCounter[];
  names: Pick<CodeNames, "userGroup">;
}) {
  const of = (measure: string) => counters.filter((counter) => counter.measure === measure);
  return (
    <>
      <DataTable
        caption="Users purged, by user group"
        rows={of("records")}
        rowKey={({ label }) => label}
        empty="Nobody was purged."
        columns={columns("User group", "Users", (label) =>
          label ? nameIn(names.userGroup, label) : "None",
        )}
      />
      <DataTable
        caption="Held back"
        rows={of("heldBack")}
        rowKey={({ label }) => label}
        empty="Nobody."
        columns={columns("Reason", "Users", (label) => label)}
      />
      {of("heldBack").length > 0 && (
        <p className="text-muted max-w-prose">
          A report names nobody. Whom a purge holds back now is named on the preview of its job,
          under Purge User Records.
        </p>
      )}
      <DataTable
        caption="What was removed with them"
        rows={of("removed")}
        rowKey={({ label }) => label}
        empty="Nothing but the account."
        columns={columns("Kind", "Rows", (label) => label)}
      />
    </>
  );
}

const columns = (
  head: string,
  count: string,
  said: (label: string) => string,
): Column<RunCounter>[] => [
  { head, rowHeader: true, cell: ({ label }) => said(label) },
  { head: count, numeric: true, cell: (row) => formatCount(row.count) },
];
