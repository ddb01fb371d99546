"use client";

import { startTransition, useState, type ReactNode } from "react";
import clsx from "clsx";
import { ActionForm } from "#components/action-form.tsx";
import { Button } from "#components/button.tsx";
import { ConfirmDialog } from "#components/confirm-dialog.tsx";
import { Field } from "#components/field.tsx";
import { fieldErrors } from "#components/field-errors.ts";
import { useHydrated } from "#components/hydrated.ts";
import { Notice } from "#components/notice.tsx";
import { SaveOutcome } from "#components/save-outcome.tsx";
import type { FormState } from "#lib/form-state.ts";
import { formatCount, formatCountOf } from "#lib/format.ts";
import { retentionField } from "#lib/retention.ts";
import { lettersHelp } from "#lib/help/letters.ts";

/** The rows' boxes stand in the table and name this form. */
export const selectedFormId = "selected-types";

interface Props {
  form: { state: FormState; action: (form: FormData) => void; pending: boolean };
  selected: number;
  all: number;
  /** The button that selects all, for those with JavaScript. */
  children: ReactNode;
}

/** One period for all selected types. */
export function SelectedPeriodForm({ form, selected, all, children }: Props) {
  const { state, action, pending } = form;
  const [asked, setAsked] = useState<FormData | null>(null);
  const clears = (sent: FormData) => {
    const period = retentionField.safeParse(sent.get("retentionDays")).data;
    if (selected === 0 || period !== null) return false;
    setAsked(sent);
    return true;
  };
  const isHydrated = useHydrated();
  const unselected = fieldErrors(state, "selected");
  return (
    <ActionForm
      id={selectedFormId}
      action={action}
      state={state}
      holds={clears}
      noValidate
      className="grid gap-2 border-y py-4"
    >
      <div className="flex flex-wrap items-start gap-x-4 gap-y-3">
        <Field
          {...lettersHelp.fields.retentionDays}
          name="retentionDays"
          id="selected-period"
          inputMode="numeric"
          autoComplete="off"
          className="max-w-40"
          errors={fieldErrors(state, "retentionDays")}
        />
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2 sm:pt-6.5">
          <Button type="submit" pending={pending}>
            Set for the selected types
          </Button>
          {/* Their place is there from the beginning. */}
          <div className={clsx("contents", !isHydrated && "invisible")}>
            <span role="status" className="text-muted tabular-nums">
              {formatCount(selected)} of {formatCount(all)} selected
            </span>
            {children}
          </div>
        </div>
      </div>
      <div role="alert">{unselected && <Notice tone="danger">{unselected.join(" ")}</Notice>}</div>
      <SaveOutcome state={state} />
      <ConfirmDialog
        open={asked !== null}
        onOpenChange={(open) => !open && setAsked(null)}
        title="Set no retention period?"
        confirm={{ label: "Clear the periods", cancel: "Keep the periods" }}
        onConfirm={() => asked && startTransition(() => action(asked))}
      >
        <p>
          The field is empty: {formatCountOf(selected, "letter type", "letter types")} would keep
          letters until the user is purged.
        </p>
      </ConfirmDialog>
    </ActionForm>
  );
}
