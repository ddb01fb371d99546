import type { Metadata } from "next";
import { ButtonLink } from "#components/button-link.tsx";
import { When } from "#components/when.tsx";
import { DataTable } from "#components/data-table.tsx";
import { PageHeader } from "#components/page-header.tsx";
import { Pager } from "#components/pager.tsx";
import { auditChoices, listAudit, type AuditRow } from "#db/queries/audit-list.ts";
import { deedWords } from "#lib/audit-words.ts";
import { formatLocal } from "#lib/format.ts";
import { readInstitution } from "#db/queries/institution.ts";
import { readPage } from "#lib/server/read-page.ts";
import { requireStaff } from "#lib/server/session.ts";
import { headerOf } from "#lib/help/help.ts";
import { auditHelp } from "#lib/help/reports.ts";
import { AuditFilterForm } from "./audit-filter-form.tsx";
import { Changes } from "./changes-view.tsx";
import { ChainState } from "./chain-state-view.tsx";
import { auditSearch, toQuery } from "./schema.ts";

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
  const { rows, choices, timeZone } = await readPage(async (tx) => ({
    rows: await listAudit(tx, search, PAGE_ROWS + 1),
    choices: await auditChoices(tx),
    timeZone: (await readInstitution(tx)).timeZone,
  }));
  const page = rows.slice(0, PAGE_ROWS);
  const last = rows.length > PAGE_ROWS ? page.at(-1) : undefined;
  return (
    <>
      <PageHeader
        {...headerOf(auditHelp)}
        lead={`${auditHelp.lead} Times are of ${timeZone}.`}
        actions={
          <>
            <ButtonLink href={`/audit${toQuery({ ...filter, check: "chain" })}`}>Verify</ButtonLink>
            <ButtonLink href={`/api/audit${toQuery({ ...filter, format: "csv" })}`}>
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
            stacks
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
    cell: ({ at }: AuditRow) => <When>{formatLocal(at)}</When>,
  },
  {
    head: "What was done",
    cell: ({ actorName, action, subjectName }: AuditRow) => (
      <span className="inline-block min-w-48">
        <span className="font-medium">{actorName}</span> {deedWords(action, subjectName)}
      </span>
    ),
  },
  {
    head: "What changed",
    holds: () => "table" as const,
    cell: ({ before, after }: AuditRow) => <Changes before={before} after={after} />,
  },
];
