import Link from "next/link";
import { DataTable, type Column } from "#components/data-table.tsx";
import { Notice } from "#components/notice.tsx";
import { Section } from "#components/section.tsx";
import type { FamilyPreview } from "#jobs/anonymize/preview.ts";
import type { SampledRecord } from "#jobs/anonymize/sample.ts";
import { nameIn, type CodeNames } from "#lib/code-names.ts";
import { familyTitles, familyWords, type Family } from "#lib/families.ts";
import { formatCount } from "#lib/format.ts";
import { Sample } from "./sample-table.tsx";
import { familySentences, suggestiveSentences } from "./sentences-view.ts";

interface Props {
  family: Family;
  preview: FamilyPreview;
  names: CodeNames;
}

export function FamilyReport({
  family,
  preview,
  names,
  sample,
}: Props & { sample: SampledRecord[] }) {
  const finished = preview.byLibrary.length > 0;
  const { many } = familyWords[family];
  return (
    <Section
      title={familyTitles[family]}
      actions={
        <Link className="text-link" href={`/fulfillment-jobs/rules/${family}`}>
          {familyWords[family].rules}
        </Link>
      }
    >
      <div className="grid max-w-prose gap-1">
        {familySentences(family, preview).map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </div>
      {finished && (
        <>
          <Suggestive sentences={suggestiveSentences(family, preview)} />
          <Tables family={family} preview={preview} names={names} />
          {sample.length > 0 && (
            <Sample
              family={family}
              caption={`Some of the ${many} ${preview.records > 0 ? "that" : "whose notes"} would go`}
              sample={sample}
              names={names}
            />
          )}
        </>
      )}
    </Section>
  );
}

function Suggestive({ sentences }: { sentences: string[] }) {
  if (sentences.length === 0) return null;
  return (
    <Notice tone="attention">
      <p className="font-medium">What could still suggest a person</p>
      <ul className="mt-1 grid max-w-prose list-disc gap-1 pl-4">
        {sentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </Notice>
  );
}

interface Counted {
  name: string;
  records: number;
}

function Tables({ family, preview, names }: Props) {
  const { many } = familyWords[family];
  const byRule = preview.byRule.map(({ rule, records }) => ({ name: rule, records }));
  const wouldGo = preview.records === 0 && preview.notes > 0 ? "Notes that would go" : "Would go";
  const heldBack = preview.heldBack.map(({ reason, records }) => ({ name: reason, records }));
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-x-10 gap-y-6 lg:grid-cols-2">
      <DataTable
        caption="Would go, by rule"
        csv
        columns={counted("Rule", wouldGo)}
        rows={byRule}
        rowKey={({ name }) => name}
        empty={preview.included ? `No rule lets ${many} go.` : "Neither box is ticked."}
      />
      <DataTable
        caption="Held back, by reason"
        csv
        columns={counted("Reason", "Held back")}
        rows={heldBack}
        rowKey={({ name }) => name}
        empty="Nothing is held back."
      />
      <DataTable
        caption="By library"
        csv
        columns={apart("Library", wouldGo)}
        rows={preview.byLibrary.map(({ library, ...row }) => ({
          name: nameIn(names.library, library),
          ...row,
        }))}
        rowKey={({ name }) => name}
        empty=""
      />
      <DataTable
        caption="By user group, as it was at the event"
        csv
        columns={apart("User group", wouldGo)}
        rows={preview.byUserGroup.map(({ userGroup, ...row }) => ({
          name: userGroup ? nameIn(names.userGroup, userGroup) : "No user group",
          ...row,
        }))}
        rowKey={({ name }) => name}
        empty=""
      />
    </div>
  );
}

const counted = (head: string, count: string): Column<Counted>[] => [
  { head, rowHeader: true, cell: ({ name }) => name },
  { head: count, numeric: true, cell: ({ records }) => formatCount(records) },
];

const apart = (head: string, wouldGo: string): Column<Counted & { heldBack: number }>[] => [
  { head, rowHeader: true, cell: ({ name }) => name },
  { head: wouldGo, numeric: true, cell: ({ records }) => formatCount(records) },
  { head: "Held back", numeric: true, cell: ({ heldBack }) => formatCount(heldBack) },
];
