import Link from "next/link";
import { DataTable, type Column } from "#components/data-table.tsx";
import type { ImportCounts, ImportRow } from "#db/queries/imports.ts";
import { formatCount, formatMoment } from "#lib/format.ts";
import { ImportStatusBadge } from "./import-status-view.tsx";
import { nameList } from "./sentences-view.ts";

/** What was imported in a week. */
export const ImportsTable = ({ imports, timeZone }: { imports: ImportRow[]; timeZone: string }) => (
  <DataTable
    caption="Imports of the last seven days, newest first"
    hiddenCaption
    columns={columns(timeZone)}
    rows={imports}
    rowKey={({ id }) => id}
    empty="Nothing was imported here in the last seven days. What the command line imports is in the audit."
  />
);

const columns = (timeZone: string): Column<ImportRow>[] => [
  {
    head: "Files",
    rowHeader: true,
    cell: ({ id, names, createdAt, submittedBy }) => (
      <>
        <Link className="text-link" href={`/import/${id}`}>
          {nameList(names)}
        </Link>
        <span className="text-muted block text-xs font-normal tabular-nums">
          {formatMoment(createdAt, timeZone)}, {submittedBy}
        </span>
      </>
    ),
  },
  { head: "Status", cell: (row) => <ImportStatusBadge of={row} /> },
  { head: "Read", numeric: true, cell: counted("read") },
  { head: "Created", numeric: true, cell: counted("created") },
  { head: "Updated", numeric: true, cell: counted("updated") },
  { head: "Unchanged", numeric: true, cell: counted("unchanged") },
  { head: "Already anonymized", numeric: true, cell: counted("alreadyAnonymized") },
  { head: "Rejected", numeric: true, cell: counted("rejected") },
];

/** Nothing is counted before anything is read. */
const counted = (what: keyof ImportCounts) => (row: ImportRow) =>
  row.status === "uploading" || row.status === "queued" ? "–" : formatCount(row[what]);
