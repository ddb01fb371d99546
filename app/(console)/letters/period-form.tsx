"use client";

import { memo, useState } from "react";
import clsx from "clsx";
import { ActionForm } from "#components/action-form.tsx";
import { Button } from "#components/button.tsx";
import { controlClass } from "#components/field-frame.tsx";
import { fieldErrors } from "#components/field-errors.ts";
import { useRowAction } from "#components/form-action.ts";
import { useHydrated } from "#components/hydrated.ts";
import { SaveOutcome } from "#components/save-outcome.tsx";
import { Version } from "#components/version.tsx";
import { savePeriod } from "./actions.ts";
import { letterRow } from "./schema.ts";
import type { LetterType } from "#db/queries/letter-types.ts";
import { enteredAs, type FormState } from "#lib/form-state.ts";

interface Props {
  type: LetterType;
  /** What the table's form action answered, if that was a plain post of this row. */
  posted: FormState | undefined;
  post: (form: FormData) => void;
}

/** The period of one type, saved by itself. Save appears once there is something to save. */
export const PeriodForm = memo(function PeriodForm({ type, posted, post }: Props) {
  const [state, action, pending] = useRowAction(savePeriod, { state: posted, action: post });
  const stored = type.retentionDays === null ? "" : String(type.retentionDays);
  const [typed, setTyped] = useState(enteredAs(state, "retentionDays") ?? stored);
  const [seen, setSeen] = useState(stored);
  // Somebody else's period replaces what nobody has touched here.
  if (seen !== stored) {
    setSeen(stored);
    if (typed === seen) setTyped(stored);
  }
  const isHydrated = useHydrated();
  const isChanged = typed !== stored;
  const nothingToSave = isHydrated && !isChanged && !type.needsAttention;
  const id = `period-${type.code}`;
  const wrong = fieldErrors(state, "retentionDays");
  return (
    <ActionForm action={action} state={state} className="grid max-w-72 min-w-44" noValidate>
      <input type="hidden" name="code" value={type.code} />
      <Version value={type.version} row={letterRow(type.code)} />
      <div className="flex items-center gap-2">
        <input
          id={id}
          name="retentionDays"
          inputMode="numeric"
          autoComplete="off"
          placeholder="blank"
          aria-label={`Retention Period of ${type.name}, in days`}
          aria-invalid={wrong ? true : undefined}
          aria-describedby={wrong ? `${id}-error` : undefined}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          className={`${controlClass} max-w-24 text-right tabular-nums`}
        />
        <Button type="submit" pending={pending} className={clsx(nothingToSave && "invisible")}>
          Save
        </Button>
      </div>
      {/* Before there is anything to say, so that it is said; most rows are only read. */}
      {(isChanged || type.needsAttention || state.status !== "idle") && (
        <>
          <div role="alert" className="*:pt-1">
            {wrong && (
              <p id={`${id}-error`} className="text-danger text-xs">
                {wrong.join(" ")}
              </p>
            )}
          </div>
          <div className="*:*:not-empty:mt-2 *:*:not-empty:mb-0!">
            <SaveOutcome state={state} />
          </div>
        </>
      )}
    </ActionForm>
  );
});
