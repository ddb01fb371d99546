import { DataTable, type Column } from "#components/data-table.tsx";
import { Notice } from "#components/notice.tsx";
import { StatusBadge } from "#components/status-badge.tsx";
import type { Comparison, RuleCount } from "#jobs/anonymize/compare.ts";
import { nameIn, type CodeNames } from "#lib/code-names.ts";
import { familyWords } from "#lib/families.ts";
import { formatCount } from "#lib/format.ts";
import { comparisonSentences, idleSentence } from "./comparison-sentences-view.ts";

/** What a comparison names. */
export type ComparedNames = Pick<CodeNames, "library" | "userGroup">;

interface Props {
  comparison: Comparison;
  names: ComparedNames;
}

export function ComparisonReport({ comparison, names }: Props) {
  const { family, takes, draft, byLibrary, byUserGroup } = comparison;
  return (
    <>
      <div className="grid max-w-prose gap-2">
        {comparisonSentences(comparison).map((sentence, index) => (
          <p key={sentence} className={index === 0 ? "text-base font-medium" : undefined}>
            {sentence}
          </p>
        ))}
        {!takes.records && (
          <Notice tone="information">
            “{familyWords[family].records}” is not ticked, so no link is cut until it is.
          </Notice>
        )}
      </div>
      <DataTable
        caption="What each of these rules decides"
        columns={ruleColumns}
        rows={draft.byRule}
        rowKey={({ place }) => place ?? "default"}
        empty=""
      />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-x-10 gap-y-6 lg:grid-cols-2">
        <DataTable
          caption="Would go, by library"
          csv
          columns={sides("Library")}
          rows={byLibrary.map(({ library, ...row }) => ({
            name: nameIn(names.library, library),
            ...row,
          }))}
          rowKey={({ name }) => name}
          empty="No record has ended."
        />
        <DataTable
          caption="Would go, by user group as it was at the event"
          csv
          columns={sides("User group")}
          rows={byUserGroup.map(({ userGroup, ...row }) => ({
            name: userGroup ? nameIn(names.userGroup, userGroup) : "No user group",
            ...row,
          }))}
          rowKey={({ name }) => name}
          empty="No record has ended."
        />
      </div>
    </>
  );
}

/** How much a rule decides; one that decides nothing is marked, with what takes its records. */
export const Decides = ({ rule: { records, idle } }: { rule: RuleCount }) => (
  <span className="grid justify-items-start gap-1">
    {idle ? (
      <>
        <StatusBadge tone="attention">Decides nothing</StatusBadge>
        <span className="text-muted text-xs">{idleSentence(idle)}</span>
      </>
    ) : (
      <span className="tabular-nums">{formatCount(records)}</span>
    )}
  </span>
);

const ruleColumns: Column<RuleCount>[] = [
  {
    head: "Rule",
    rowHeader: true,
    cell: ({ place, name }) => (place === null ? name : `${place}. ${name}`),
  },
  { head: "Anonymize", cell: ({ anonymize }) => (anonymize ? "True" : "False") },
  { head: "Records it decides", cell: (rule) => <Decides rule={rule} /> },
];

interface Sides {
  name: string;
  saved: number;
  draft: number;
}

const sides = (head: string): Column<Sides>[] => [
  { head, rowHeader: true, cell: ({ name }) => name },
  { head: "As saved", numeric: true, cell: ({ saved }) => formatCount(saved) },
  { head: "As drafted", numeric: true, cell: ({ draft }) => formatCount(draft) },
];
