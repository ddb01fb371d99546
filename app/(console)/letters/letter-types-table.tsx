"use client";

import { useState } from "react";
import { Button } from "#components/button.tsx";
import { DataTable, type Column } from "#components/data-table.tsx";
import { useFirstRows } from "#components/first-rows.ts";
import { useFormAction } from "#components/form-action.ts";
import { noteOwnSave } from "#components/version.tsx";
import { StatusBadge } from "#components/status-badge.tsx";
import type { LetterType } from "#db/queries/letter-types.ts";
import { enteredIn, postedAs } from "#lib/form-state.ts";
import { formatCount, formatDay } from "#lib/format.ts";
import { letterChannels, retentionText } from "#lib/retention.ts";
import { savePeriod, saveSelected } from "./actions.ts";
import { EnabledForms, EnabledSwitch } from "./enabled-form.tsx";
import { Counted, LetterCountsOf } from "./letter-counts-view.tsx";
import type { LetterCounts } from "./letter-types-query.ts";
import { PeriodForm } from "./period-form.tsx";
import { SelectedPeriodForm, selectedFormId } from "./selected-period-form.tsx";
import { codeOfSelected, letterRow, periodsForm, rowValue } from "./schema.ts";

interface Props {
  types: LetterType[];
  /** Come later; null when counting took too long. */
  counts: Promise<LetterCounts | null>;
  mayWrite: boolean;
}

export function LetterTypesTable({ types, counts, mayWrite }: Props) {
  const [state, action, pending] = useFormAction(saveSelected, noteSelected);
  const [selected, setSelected] = useState<ReadonlySet<string>>(
    () => new Set(enteredIn(state)?.selected?.map(codeOfSelected)),
  );
  const [settled, setSettled] = useState(state);
  if (settled !== state) {
    setSettled(state);
    if (state.status === "saved") setSelected(new Set());
  }
  const [posted, post] = useFormAction(savePeriod);
  const period = (type: LetterType) =>
    mayWrite ? (
      <PeriodForm
        type={type}
        posted={postedAs(posted, "code") === type.code ? posted : undefined}
        post={post}
      />
    ) : (
      <Period days={type.retentionDays} />
    );
  const rows = useFirstRows(types);
  const shown = types.filter(({ code }) => selected.has(code)).length;
  const toggle = (code: string, on: boolean) => {
    const next = new Set(selected);
    if (on) next.add(code);
    else next.delete(code);
    setSelected(next);
  };
  const choice: Column<LetterType> = {
    head: "Select",
    holds: () => "switch",
    cell: (type) => (
      <input
        type="checkbox"
        name="selected"
        form={selectedFormId}
        value={rowValue(type)}
        aria-label={`Select ${type.name}`}
        checked={selected.has(type.code)}
        onChange={(event) => toggle(type.code, event.target.checked)}
        className="accent-accent size-4 align-middle"
      />
    ),
  };
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      {mayWrite && <EnabledForms />}
      {mayWrite && (
        <SelectedPeriodForm form={{ state, action, pending }} selected={shown} all={types.length}>
          <Button
            variant="quiet"
            onClick={() =>
              setSelected(new Set(shown < types.length ? types.map(({ code }) => code) : []))
            }
          >
            {shown < types.length ? `Select all ${formatCount(types.length)}` : "Select none"}
          </Button>
        </SelectedPeriodForm>
      )}
      <LetterCountsOf counts={counts}>
        <DataTable
          caption="Letter types"
          hiddenCaption
          columns={[
            ...(mayWrite ? [choice] : []),
            enabled(mayWrite),
            name,
            { head: "Retention Period", cell: period },
            ...columns,
          ]}
          rows={rows}
          rowKey={({ code }) => code}
          empty="No letter type fits this search."
          csv
        />
      </LetterCountsOf>
    </div>
  );
}

/** A period that is being typed in one of these rows is not overtaken by it. */
function noteSelected(sent: FormData): void {
  for (const { code, version } of periodsForm.shape.selected.parse(sent.getAll("selected")))
    noteOwnSave(letterRow(code), version);
}

const enabled = (mayWrite: boolean): Column<LetterType> => ({
  head: "Enabled",
  holds: () => (mayWrite ? "switch" : undefined),
  cell: (type) => (mayWrite ? <EnabledSwitch type={type} /> : type.enabled ? "Yes" : "No"),
});

const name: Column<LetterType> = {
  head: "Name",
  rowHeader: true,
  cell: (type) => <Name type={type} />,
};

const columns: Column<LetterType>[] = [
  {
    head: "Letters stored",
    numeric: true,
    cell: ({ code }) => <Counted code={code} of="stored" />,
  },
  {
    head: "Past their period",
    numeric: true,
    cell: ({ code }) => <Counted code={code} of="past" />,
  },
  { head: "Code", cell: ({ code }) => <span className="whitespace-nowrap">{code}</span> },
  {
    head: "Description",
    cell: ({ description }) => description && <p className="min-w-40">{description}</p>,
  },
  { head: "Channel", cell: ({ channel }) => letterChannels[channel] },
  { head: "Patron facing", cell: ({ patronFacing }) => (patronFacing ? "Yes" : "No") },
  {
    head: "Updated by",
    cell: ({ updatedBy }) => <span className="whitespace-nowrap">{updatedBy}</span>,
  },
  {
    head: "Update date",
    cell: ({ updatedOn }) =>
      updatedOn && <span className="whitespace-nowrap">{formatDay(updatedOn)}</span>,
  },
];

const Name = ({ type }: { type: LetterType }) => (
  <span className="inline-flex min-w-44 flex-wrap items-center gap-x-2 gap-y-1">
    {type.name}
    {type.needsAttention && <StatusBadge tone="attention">Needs attention</StatusBadge>}
  </span>
);

const Period = ({ days }: { days: number | null }) =>
  days === null ? (
    <span className="text-muted">Until the user is purged</span>
  ) : (
    retentionText(days)
  );
