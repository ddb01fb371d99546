import { DataTable, type Column } from "#components/data-table.tsx";
import { When } from "#components/when.tsx";
import { Pager } from "#components/pager.tsx";
import { StatusBadge } from "#components/status-badge.tsx";
import { readInstitution } from "#db/queries/institution.ts";
import { listUserRecords, type UserRecord } from "#db/queries/user-records.ts";
import type { Family } from "#lib/families.ts";
import { formatAmount, formatCode, formatCount, formatDay } from "#lib/format.ts";
import { seal, unseal } from "#lib/server/sealed.ts";
import { readPage } from "#lib/server/read-page.ts";
import type { tabOf } from "./part-page-query.ts";
import { recordsPerPage } from "./schema.ts";

type Tab = Pick<Awaited<ReturnType<typeof tabOf>>, "user" | "address" | "after">;

interface Props {
  family: Family;
  caption: string;
  empty: string;
  tab: Tab;
}

/** Records that still lead to the user. What was anonymized is nowhere here: nothing tells whose it was. */
export async function RecordsTable({ family, caption, empty, tab }: Props) {
  const { user, address, after } = tab;
  const { page, currency } = await readPage(async (tx) => ({
    page: await listUserRecords(tx, family, {
      userId: user.id,
      limit: recordsPerPage,
      ...(after !== undefined && { after: unseal(after) }),
    }),
    currency: (await readInstitution(tx)).currency,
  }));
  return (
    <div>
      <DataTable
        caption={caption}
        hiddenCaption
        columns={columnsOf(family, currency)}
        rows={page.records}
        rowKey={(record) => record.id}
        empty={empty}
        csv="page"
      />
      <Pager
        label={caption}
        first={after === undefined ? null : address}
        next={page.next === null ? null : `${address}?after=${seal(page.next)}`}
      />
    </div>
  );
}

type Columns = Column<UserRecord>[];

function columnsOf(family: Family, currency: string): Columns {
  const amount = (value: number | null) => value !== null && formatAmount(value, currency);
  switch (family) {
    case "loans":
      return [
        title,
        library,
        location,
        { head: "Loan date", cell: ({ beganOn }) => day(beganOn) },
        { head: "Due date", cell: ({ dueOn }) => day(dueOn) },
        { head: "Returned or closed", cell: loanEnd },
        status(loanStatus),
        {
          head: "Renewals",
          numeric: true,
          cell: ({ renewals }) => renewals !== null && formatCount(renewals),
        },
        note,
      ];
    case "fees":
      return [
        { head: "Type", rowHeader: true, cell: ({ type }) => type },
        { head: "Owner library", cell: ({ library }) => library },
        { head: "Item", cell: item },
        created,
        ended("Closed"),
        status(({ status }) => formatCode(status)),
        {
          head: "Original amount",
          numeric: true,
          cell: ({ originalAmount }) => amount(originalAmount),
        },
        { head: "Balance", numeric: true, cell: ({ balance }) => amount(balance) },
        { ...note, head: "Comment" },
      ];
    case "requests":
      return [
        title,
        { head: "Type", cell: ({ type }) => formatCode(type ?? "") },
        library,
        location,
        created,
        ended("Ended"),
        status(({ status }) => formatCode(status)),
        note,
      ];
    case "borrowingRequests":
      return [
        title,
        { head: "Partner", cell: ({ partner }) => partner },
        library,
        created,
        ended("Ended"),
        status(({ status }) => formatCode(status)),
        note,
      ];
  }
}

const day = (date: string | null) => date && <When>{formatDay(date)}</When>;

const item = ({ title, barcode }: UserRecord) =>
  (title !== null || barcode !== null) && (
    <>
      {title ?? barcode}
      {title !== null && barcode !== null && (
        <span className="text-muted block text-xs">{barcode}</span>
      )}
    </>
  );

const title: Columns[number] = {
  head: "Title",
  rowHeader: true,
  cell: (record) => item(record) || "No title",
};
const library: Columns[number] = { head: "Library", cell: ({ library }) => library };
const location: Columns[number] = { head: "Location", cell: ({ location }) => location };
const created: Columns[number] = { head: "Created", cell: ({ beganOn }) => day(beganOn) };
const ended = (head: string): Columns[number] => ({
  head,
  cell: ({ endedOn, finished }) => day(endedOn) || (finished && "No end date"),
});
const note: Columns[number] = {
  head: "Note",
  cell: ({ note }) => note && <span className="block max-w-64 break-words">{note}</span>,
};
const status = (said: (record: UserRecord) => string): Columns[number] => ({
  head: "Status",
  cell: (record) => (
    <StatusBadge tone={record.finished ? "neutral" : "information"}>{said(record)}</StatusBadge>
  ),
});

const loanEnd = ({ endedOn, returned }: UserRecord) =>
  endedOn && (
    <>
      {day(endedOn)}
      {!returned && <span className="text-muted block text-xs">closed without return</span>}
    </>
  );

const loanStatus = ({ finished, returned, status }: UserRecord) => {
  const state = finished ? (returned ? "Returned" : "Closed") : "On loan";
  return status === "normal" ? state : `${state}, ${formatCode(status).toLowerCase()}`;
};
