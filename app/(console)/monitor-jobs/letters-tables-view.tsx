import { DataTable, type Column } from "#components/data-table.tsx";
import type { RunCounter } from "#db/queries/job-runs.ts";
import { nameIn, type CodeNames } from "#lib/code-names.ts";
import { formatCount, formatMonth } from "#lib/format.ts";

interface Line {
  name: string;
  count: number;
}

/** What a run of the letters purge removed, by type and by month of sending, and what it held back. */
export function LettersTables({
  counters,
  names,
}: {
  counters: RunCounter[];
  names: Pick<CodeNames, "letterType">;
}) {
  const removed = counters.filter(({ measure }) => measure === "records");
  const heldBack = counters.filter(({ measure }) => measure === "heldBack");
  const types = addUp(removed, ({ label }) => label);
  const months = addUp(removed, ({ part }) => part);
  return (
    <>
      <DataTable
        caption="By letter type"
        rows={types.toSorted((one, other) => other.count - one.count)}
        rowKey={({ name }) => name}
        empty="Nothing was removed."
        columns={columns("Letter type", "Removed", (code) => nameIn(names.letterType, code))}
      />
      <DataTable
        caption="By month of sending"
        rows={months}
        rowKey={({ name }) => name}
        empty="Nothing was removed."
        columns={columns("Month", "Removed", formatMonth)}
      />
      <DataTable
        caption="Held back"
        rows={addUp(heldBack, ({ label }) => label)}
        rowKey={({ name }) => name}
        empty="None."
        columns={columns("Reason", "Letters", (name) => name)}
      />
    </>
  );
}

const columns = (head: string, count: string, said: (name: string) => string): Column<Line>[] => [
  { head, rowHeader: true, cell: ({ name }) => said(name) },
  { head: count, numeric: true, cell: (line) => formatCount(line.count) },
];

const addUp = (counters: RunCounter[], by: (counter: RunCounter) => string): Line[] =>
  [...new Set(counters.map(by))].sort().map((name) => ({
    name,
    count: counters
      .filter((counter) => by(counter) === name)
      .reduce((sum, { count }) => sum + count, 0),
  }));
