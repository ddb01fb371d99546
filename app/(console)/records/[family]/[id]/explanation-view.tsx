import Link from "next/link";
import { DataTable, type Column } from "#components/data-table.tsx";
import { Section } from "#components/section.tsx";
import type { Explanation, RuleVerdict } from "#jobs/anonymize/explain.ts";
import type { CodeNames } from "#lib/code-names.ts";
import { familyWords } from "#lib/families.ts";
import { formatDay } from "#lib/format.ts";
import { defaultRuleSentence, ruleSentence } from "#lib/rule-sentence.ts";
import { explanationSentences, verdictText } from "./sentences-view.ts";

type Row = RuleVerdict | "default";

interface Props {
  told: Explanation;
  names: CodeNames;
}

export function ExplanationReport({ told, names }: Props) {
  const [answer, ...rest] = explanationSentences(told);
  return (
    <Section
      title="Explanation"
      lead={`As of ${formatDay(told.today)}, by the rules as they are saved now.`}
      actions={
        <Link className="text-link" href={`/fulfillment-jobs/rules/${told.family}`}>
          {familyWords[told.family].rules}
        </Link>
      }
    >
      <div className="grid max-w-prose gap-1">
        <p className="text-lg">{answer}</p>
        {rest.map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </div>
      {told.link && told.link.withheld === null && (
        <DataTable
          caption="The rules, in order"
          columns={columns(told, names)}
          rows={[...told.rules, "default" as const]}
          rowKey={(row) => (row === "default" ? row : row.place)}
          empty=""
        />
      )}
    </Section>
  );
}

const columns = (told: Explanation, names: CodeNames): Column<Row>[] => [
  {
    head: "Order",
    cell: (row) => (row === "default" ? <span className="text-muted">Last</span> : row.place),
  },
  {
    head: "Rule",
    rowHeader: true,
    cell: (row) => (row === "default" ? "Default rule" : row.name),
  },
  {
    head: "What it does",
    cell: (row) => (
      <span className="block max-w-prose min-w-48">
        {row === "default"
          ? defaultRuleSentence(told.family, told.byDefault.anonymize)
          : ruleSentence(told.family, row, names)}
      </span>
    ),
  },
  { head: "Today", cell: (row) => <Verdict told={told} row={row} names={names} /> },
];

function Verdict({ told, row, names }: Props & { row: Row }) {
  const decides = row === "default" ? told.byDefault.decides : row.decides;
  const text =
    row === "default"
      ? decides
        ? "No rule matches, so it decides"
        : "Not reached"
      : verdictText(told, row, names);
  return <span className={`block min-w-48 ${decides ? "font-medium" : "text-muted"}`}>{text}</span>;
}
