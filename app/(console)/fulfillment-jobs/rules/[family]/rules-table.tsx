"use client";

import { useState } from "react";
import Link from "next/link";
import { Button } from "#components/button.tsx";
import { DataTable, type Column } from "#components/data-table.tsx";
import { useFormAction } from "#components/form-action.ts";
import { Notice } from "#components/notice.tsx";
import { SaveOutcome } from "#components/save-outcome.tsx";
import type { SavedRule } from "#db/queries/rule-rows.ts";
import type { RuleCount } from "#jobs/anonymize/compare.ts";
import { familyWords, type Family } from "#lib/families.ts";
import { useComparison } from "../../comparison-query.ts";
import { Decides, type ComparedNames } from "../../comparison-report-view.tsx";
import { WhatIf } from "../../what-if-view.tsx";
import { actOnRule } from "./actions.ts";
import { DefaultRuleForm } from "./default-rule-form.tsx";
import { EnabledSwitch, MoveButtons, RowForm } from "./row-form.tsx";
import { RuleMenu } from "./rule-menu-view.tsx";

export interface RuleRow extends SavedRule {
  /** From 1 on. */
  position: number;
  sentence: string;
  warnings: string[];
}

interface Props {
  family: Family;
  version: number;
  rules: RuleRow[];
  byDefault: { anonymize: boolean; sentence: string };
  names: ComparedNames;
  mayChange: boolean;
}

type Row = RuleRow | "default";

export function RulesTable({ family, version, rules, byDefault, names, mayChange }: Props) {
  const [state, act, pending] = useFormAction(actOnRule);
  // Null while nobody has touched it, and once that is saved: then it is what is saved.
  const [choice, setChoice] = useState<boolean | null>(null);
  const [seen, setSeen] = useState(byDefault.anonymize);
  if (seen !== byDefault.anonymize) {
    setSeen(byDefault.anonymize);
    if (choice === byDefault.anonymize) setChoice(null);
  }
  const chosen = choice ?? byDefault.anonymize;
  const list = { rules, default: byDefault.anonymize };
  const counts = useComparison(family);
  const isCounted = JSON.stringify(counts.data?.list) === JSON.stringify(list);
  const byRule = isCounted ? counts.data?.comparison.draft.byRule : undefined;
  const row = { family, version, act, pending };
  const actions: Column<Row> = {
    head: "Actions",
    hiddenHead: true,
    holds: () => "handle",
    cell: (rule) => rule !== "default" && <RuleMenu rule={rule} count={rules.length} {...row} />,
  };
  const columns: Column<Row>[] = [
    {
      head: "Order",
      cell: (rule) =>
        rule === "default" ? (
          <span className="text-muted">Last</span>
        ) : (
          <span className="flex items-center gap-1">
            {mayChange && <RowForm rule={rule} {...row} />}
            <span className="w-6 tabular-nums">{rule.position}</span>
            {mayChange && <MoveButtons rule={rule} count={rules.length} pending={pending} />}
          </span>
        ),
    },
    {
      head: "Rule",
      rowHeader: true,
      cell: (rule) => <RuleName family={mayChange ? family : null} rule={rule} />,
    },
    {
      head: "What it does",
      cell: (rule) => (rule === "default" ? byDefault.sentence : <Meaning rule={rule} />),
    },
    {
      head: "Enabled",
      holds: (rule) => (mayChange && rule !== "default" ? "switch" : undefined),
      cell: (rule) =>
        rule === "default" ? (
          "Always"
        ) : mayChange ? (
          <EnabledSwitch rule={rule} pending={pending} />
        ) : rule.enabled ? (
          "On"
        ) : (
          "Off"
        ),
    },
    {
      head: "Anonymize",
      cell: (rule) =>
        rule === "default" && mayChange ? (
          <DefaultRuleForm
            family={family}
            version={version}
            saved={list}
            chosen={chosen}
            onChoose={setChoice}
          />
        ) : (rule === "default" ? byDefault : rule).anonymize ? (
          "True"
        ) : (
          "False"
        ),
    },
    ...(byRule ? [decidesColumn(byRule)] : []),
    ...(mayChange ? [actions] : []),
  ];
  return (
    <div className="grid grid-cols-[minmax(0,1fr)]">
      <SaveOutcome state={state} entered={false} />
      <div className="flex flex-wrap items-center gap-3 pb-4">
        <Button pending={counts.isPending} onClick={() => counts.mutate(list)}>
          Count what each rule decides
        </Button>
        {counts.isPending && (
          <Button variant="quiet" onClick={counts.stop}>
            Stop
          </Button>
        )}
        <span role="status" className="text-muted">
          {counts.isPending && "Every finished record is asked …"}
          {byRule && "Counted as of now, by the decision of a run."}
        </span>
        {counts.error && counts.error.name !== "AbortError" && (
          <Notice tone="danger">{counts.error.message}</Notice>
        )}
      </div>
      {rules.length === 0 && (
        <p className="text-muted pb-4">
          There is no rule yet, so the default rule decides about all finished{" "}
          {familyWords[family].many}.
        </p>
      )}
      <DataTable
        caption={familyWords[family].rules}
        hiddenCaption
        columns={columns}
        rows={[...rules, "default" as const]}
        rowKey={(rule) => (rule === "default" ? rule : rule.id)}
        empty=""
      />
      {chosen !== byDefault.anonymize && (
        <div className="pt-8">
          <WhatIf family={family} draft={{ ...list, default: chosen }} names={names} />
        </div>
      )}
    </div>
  );
}

const decidesColumn = (byRule: RuleCount[]): Column<Row> => ({
  head: "Decides now",
  cell: (row) => {
    const place = row === "default" ? null : row.position;
    const rule = byRule.find((one) => one.place === place);
    return rule ? <Decides rule={rule} /> : "–";
  },
});

/** The way to the rule, for who may change it: `family` is null for all others. */
function RuleName({ family, rule }: { family: Family | null; rule: Row }) {
  if (rule === "default") return "Default rule";
  if (family === null) return rule.name;
  return (
    <Link
      className="text-link inline-block min-w-32"
      href={`/fulfillment-jobs/rules/${family}/${rule.id}`}
    >
      {rule.name}
    </Link>
  );
}

function Meaning({ rule }: { rule: RuleRow }) {
  return (
    <div className="grid max-w-prose min-w-60 gap-1">
      <span className={rule.enabled ? undefined : "text-muted"}>{rule.sentence}</span>
      {rule.description && <span className="text-muted text-xs">{rule.description}</span>}
      {rule.warnings.map((warning) => (
        <Notice key={warning} tone="attention">
          {warning}
        </Notice>
      ))}
    </div>
  );
}
