import type { Metadata } from "next";
import { ButtonLink } from "#components/button-link.tsx";
import { DataTable } from "#components/data-table.tsx";
import { PageHeader } from "#components/page-header.tsx";
import { Pager } from "#components/pager.tsx";
import { database } from "#db/client.ts";
import { auditChoices, listAudit, type AuditRow } from "#db/queries/audit-list.ts";
import { requireStaff } from "#lib/server/session.ts";
import { AuditFilterForm } from "./audit-filter-form.tsx";
import { ChainState } from "./chain-state-view.tsx";
import { auditSearch, toQuery } from "./schema.ts";
import { actionWords, changeLines } from "#lib/audit-words.ts";

export const metadata: Metadata = { title: "Audit" };

const PAGE_ROWS = 50;

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function AuditPage({ searchParams }: Props) {
  await requireStaff("audit.read");
  const asked = await searchParams;
  const search = auditSearch.parse(asked);
  const { before, ...filter } = search;
  const { rows, choices } = await database().transaction("lethe_web", async (tx) => ({
    rows: await listAudit(tx, search, PAGE_ROWS + 1),
    choices: await auditChoices(tx),
  }));
  const page = rows.slice(0, PAGE_ROWS);
  const last = rows.length > PAGE_ROWS ? page.at(-1) : undefined;
  return (
    <>
      <PageHeader
        path={["System"]}
        title="Audit"
        lead="Who changed which setting, and when. Nothing here can be changed or removed, and it names no patron."
        actions={
          <>
            <ButtonLink href={`/audit${toQuery({ ...filter, check: "chain" })}`}>Verify</ButtonLink>
            <ButtonLink
              href={`/api/audit${toQuery({ ...filter, format: "csv" })}`}
              prefetch={false}
            >
              Download CSV
            </ButtonLink>
          </>
        }
      />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
        {asked.check === "chain" && <ChainState />}
        <AuditFilterForm filter={filter} choices={choices} />
        <div>
          <DataTable
            caption="Changes, newest first"
            hiddenCaption
            rows={page}
            rowKey={(row) => row.id}
            columns={columns}
            empty="Nothing was recorded that fits this filter."
          />
          <Pager
            label="changes"
            first={before === undefined ? null : `/audit${toQuery(filter)}`}
            next={last ? `/audit${toQuery({ ...filter, before: last.id })}` : null}
          />
        </div>
      </div>
    </>
  );
}

const columns = [
  {
    head: "Time",
    rowHeader: true,
    cell: (row: AuditRow) => <span className="whitespace-nowrap tabular-nums">{row.at}</span>,
  },
  { head: "Who", cell: (row: AuditRow) => row.actorName },
  { head: "What", cell: (row: AuditRow) => actionWords(row.action) },
  { head: "Subject", cell: (row: AuditRow) => row.subjectName },
  { head: "Change", cell: (row: AuditRow) => <ChangeList row={row} /> },
];

const ChangeList = ({ row }: { row: AuditRow }) => (
  <ul className="max-w-lg break-words">
    {changeLines(row.before, row.after).map((line) => (
      <li key={line}>{line}</li>
    ))}
  </ul>
);
