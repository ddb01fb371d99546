import { DataTable } from "#components/data-table.tsx";
import type { FamilyPreview } from "#jobs/anonymize/preview.ts";
import { families, familyTitles, type Family } from "#lib/families.ts";
import { formatCount, formatDay } from "#lib/format.ts";

/** The whole preview in a line for each family. */
export const FamilyTotals = ({ families: found }: { families: Record<Family, FamilyPreview> }) => (
  <DataTable
    caption="By kind of record"
    csv
    rows={families.map((family) => ({ family, ...found[family] }))}
    rowKey={({ family }) => family}
    empty=""
    columns={[
      { head: "Kind of record", rowHeader: true, cell: ({ family }) => familyTitles[family] },
      { head: "Would go", numeric: true, cell: ({ records }) => formatCount(records) },
      { head: "Notes removed", numeric: true, cell: ({ notes }) => formatCount(notes) },
      {
        head: "Held back",
        numeric: true,
        cell: ({ heldBack }) =>
          formatCount(heldBack.reduce((sum, { records }) => sum + records, 0)),
      },
      { head: "Active", numeric: true, cell: ({ active }) => formatCount(active) },
      { head: "Oldest", cell: ({ included, oldest }) => dayOrDash(included, oldest) },
      { head: "Newest", cell: ({ included, newest }) => dayOrDash(included, newest) },
    ]}
  />
);

const dayOrDash = (included: boolean, day: string | null) =>
  included && day ? <span className="whitespace-nowrap">{formatDay(day)}</span> : "–";
