import { DataTable } from "#components/data-table.tsx";
import type { RunCounter } from "#db/queries/job-runs.ts";
import { formatCount } from "#lib/format.ts";
import { updateFields, updateNames, updateParts } from "#lib/update-fields.ts";

const totals: Record<string, string> = {
  updated: "Updated",
  unchanged: "Unchanged",
  setAside: "Failed",
  letters: "Letters queued",
  withoutEmail: "No letter, since there is no e-mail address",
};

/** What an update did, as a whole and by what it was asked to change. Names nobody. */
export function UpdateTables({ counters }: { counters: RunCounter[] }) {
  const of = (measure: string) => counters.filter((counter) => counter.measure === measure);
  const sum = (measure: string) => of(measure).reduce((total, { count }) => total + count, 0);
  return (
    <>
      <DataTable
        caption="Users"
        rows={Object.entries(totals)}
        rowKey={([measure]) => measure}
        empty=""
        columns={[
          { head: "Result", rowHeader: true, cell: ([, name]) => name },
          { head: "Count", numeric: true, cell: ([measure]) => formatCount(sum(measure)) },
        ]}
      />
      <DataTable
        caption="By what was changed"
        rows={of("changes")}
        rowKey={({ label }) => label}
        empty="Nothing was changed."
        columns={[
          { head: "Parameter", rowHeader: true, cell: ({ label }) => nameOf(label) },
          { head: "Users", numeric: true, cell: ({ count }) => formatCount(count) },
        ]}
      />
      <DataTable
        caption="Left alone"
        rows={of("heldBack")}
        rowKey={({ label }) => label}
        empty="Nobody."
        columns={[
          { head: "Reason", rowHeader: true, cell: ({ label }) => label },
          { head: "Users", numeric: true, cell: ({ count }) => formatCount(count) },
        ]}
      />
    </>
  );
}

function nameOf(label: string): string {
  const parameter = [...updateFields, ...updateParts].find((one) => one === label);
  return parameter ? updateNames[parameter] : label;
}
