import { DataTable, type Column } from "#components/data-table.tsx";
import type { Statistics, StatisticsRow } from "#db/queries/statistics.ts";
import type { CodeNames } from "#lib/code-names.ts";
import { formatAmount, formatCount, formatCountOf } from "#lib/format.ts";
import { dimensionText } from "./statistics-counts-query.ts";
import { dimensionNames } from "./statistics-form.tsx";

/** Rows on screen; the download has them all. */
const shown = 1_000;

interface Props {
  title: string;
  result: Statistics;
  currency: string;
  names: CodeNames;
}

export function StatisticsTable({ title, result, currency, names }: Props) {
  const { by, rows } = result;
  return (
    <div className="grid max-w-3xl grid-cols-[minmax(0,1fr)] gap-2">
      <DataTable
        caption={`${title} by ${by.map((one) => dimensionNames[one].toLowerCase()).join(", ")}`}
        columns={columns(result, currency, names)}
        rows={rows.slice(0, shown)}
        rowKey={(row) => by.map((one) => row[one]).join("\t")}
        empty="Nothing happened that fits this choice."
      />
      {rows.length > shown && (
        <p className="text-muted">
          The first {formatCount(shown)} of {formatCountOf(rows.length, "row", "rows")}. Download
          CSV for all of them.
        </p>
      )}
    </div>
  );
}

const columns = (
  { by, total }: Statistics,
  currency: string,
  names: CodeNames,
): Column<StatisticsRow>[] => [
  ...by.map((one, index) => ({
    head: dimensionNames[one],
    rowHeader: index === 0,
    cell: (row: StatisticsRow) => dimensionText(one, row, names),
  })),
  { head: "Count", numeric: true, cell: ({ count }) => formatCount(count) },
  ...(total.amount === undefined
    ? []
    : [
        {
          head: "Original amount",
          numeric: true,
          cell: ({ amount }: StatisticsRow) => formatAmount(amount ?? 0, currency),
        },
      ]),
];
