import { getTableName } from "drizzle-orm";
import { DataTable } from "#components/data-table.tsx";
import { fatesUnder } from "#jobs/purge-users/statements.ts";
import { deletePolicyNames, type DeletePolicy } from "#lib/purge-fields.ts";

interface Line {
  label: string;
  before: string;
  after: string;
}

/** One user, column by column: where it stands, how it is called, and what stands there. */
const anna = [
  ["users.status", "Status", "Active"],
  ["users.primary_id", "Primary ID", "S1004"],
  ["users.last_name", "Last name", "Keller"],
  ["users.first_name", "First name", "Anna"],
  ["users.user_group_id", "User group", "Student"],
  ["user_categories.category_id", "Statistics", "Faculty: Arts"],
  ["user_emails.email", "E-mail", "anna.keller@example.org"],
  ["user_identifiers.value", "Barcode", "20045117"],
  ["users.expiry_date", "Expiry date", "31 Jul 2026"],
  ["user_notes.text", "Note", "Prefers calls"],
  ["letters.body", "Letters", "3 letters"],
  ["loan_notes.text", "Note on a past loan", "Rang about it"],
] as const;

/** What stands afterwards where a fate sets something. */
const sets: Record<string, string> = {
  "the old primary ID": "S1004",
  "the internal ID": "4711",
};

/** Whom a past loan names that was not anonymized. */
const patronOfLoan: Record<DeletePolicy, string> = {
  keepFullyReportable: "Keller, Anna",
  keepStatistics: "S1004",
  keepStatisticsAndRemovePrimaryId: "ID 4711, without a name",
  fullyRemove: "Nobody: the loan stays, and leads to no patron",
};

/** Read from the fates that a purge is made of, so that the example cannot promise anything else. */
function example(policy: DeletePolicy): Line[] {
  const fates = new Map(
    fatesUnder(policy).flatMap(({ table, fates }) =>
      fates.map(([column, fate]) => [`${getTableName(table)}.${column}`, fate]),
    ),
  );
  const after = (column: string, before: string) => {
    const fate = fates.get(column);
    if (fate?.does === "keep") return before;
    if (fate?.does === "set" || fate?.does === "setBy") return sets[fate.what] ?? fate.what;
    return "–";
  };
  return [
    ...anna.map(([column, label, before]) => ({ label, before, after: after(column, before) })),
    { label: "Patron of a past loan", before: "Keller, Anna", after: patronOfLoan[policy] },
  ];
}

export const PolicyExample = ({ policy }: { policy: DeletePolicy }) => (
  <DataTable
    caption={`A user before and after: ${deletePolicyNames[policy]}`}
    hiddenCaption
    stacks
    rows={example(policy)}
    rowKey={({ label }) => label}
    empty=""
    columns={[
      { head: "Of user 4711", rowHeader: true, cell: ({ label }) => label },
      { head: "Before", cell: ({ before }) => before },
      { head: "After", cell: ({ after }) => (after === "–" ? <Gone /> : after) },
    ]}
  />
);

const Gone = () => <span className="text-muted">removed</span>;
