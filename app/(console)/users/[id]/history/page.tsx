import Link from "next/link";
import { DataTable, type Column } from "#components/data-table.tsx";
import { When } from "#components/when.tsx";
import { Pager } from "#components/pager.tsx";
import { Section } from "#components/section.tsx";
import { readUserHistory, type UserHistoryRow } from "#db/queries/user-history.ts";
import { actionWords } from "#lib/audit-words.ts";
import { formatList, formatLocal } from "#lib/format.ts";
import { readPage } from "#lib/server/read-page.ts";
import { requireStaff } from "#lib/server/session.ts";
import { tabOf, type TabProps } from "../part-page-query.ts";
import { entriesPerPage, historyPlace } from "../schema.ts";

export default async function UserHistoryPage(props: TabProps) {
  const staff = await requireStaff("users.read");
  const { user, address, after } = await tabOf(staff, props, "history");
  const before = historyPlace.parse(after);
  const rows = await readPage((tx) =>
    readUserHistory(tx, user.id, { before, limit: entriesPerPage + 1 }),
  );
  const page = rows.slice(0, entriesPerPage);
  const last = rows.length > page.length ? page.at(-1) : undefined;
  return (
    <Section
      title="History"
      lead="Who changed what of this account here, and which runs of Update/Notify Users and Purge User Records did. What stood there before is kept nowhere. Imports are told on their own page, and nothing is written here when records are anonymized or letters removed."
    >
      <div>
        <DataTable
          caption="Changes of the account, newest first"
          hiddenCaption
          columns={columns}
          rows={page}
          rowKey={({ id }) => id}
          empty="The account has not been changed in Lethe."
        />
        <Pager
          label="changes"
          first={before === undefined ? null : address}
          next={last ? `${address}?after=${last.id}` : null}
        />
      </div>
    </Section>
  );
}

const columns: Column<UserHistoryRow>[] = [
  {
    head: "Time",
    rowHeader: true,
    cell: ({ at }) => <When>{formatLocal(at.replace(" ", "T"))}</When>,
  },
  { head: "Who", cell: ({ actor }) => <Who actor={actor} /> },
  { head: "What", cell: ({ action }) => actionWords(action) },
  { head: "Fields", cell: ({ fields }) => formatList(fields.map(spaced)) },
];

/** A run of a job leads to its report. */
function Who({ actor }: Pick<UserHistoryRow, "actor">) {
  const run = /^run (\d+)$/.exec(actor)?.[1];
  if (run === undefined) return actor;
  return (
    <Link className="text-link" href={`/monitor-jobs/${run}`} prefetch={false}>
      Run {run}
    </Link>
  );
}

/** `expiryDate` → "expiry date" */
const spaced = (field: string) => field.replaceAll(/(?<=[a-z])(?=[A-Z])/g, " ").toLowerCase();
