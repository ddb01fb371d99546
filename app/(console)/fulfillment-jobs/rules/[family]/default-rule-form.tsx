"use client";

import { startTransition, useState } from "react";
import { ActionForm, SaveButton } from "#components/action-form.tsx";
import { controlClass } from "#components/field-frame.tsx";
import { useFormAction } from "#components/form-action.ts";
import { Notice } from "#components/notice.tsx";
import { SaveOutcome } from "#components/save-outcome.tsx";
import { familyWords, type Family } from "#lib/families.ts";
import type { RuleList } from "#lib/rules.ts";
import { saveDefaultRule } from "./actions.ts";
import { DefaultRuleQuestion } from "./default-rule-question-view.tsx";

interface Props {
  family: Family;
  version: number;
  /** The list as it is saved. */
  saved: RuleList;
  /** What is chosen and not saved yet. */
  chosen: boolean;
  onChoose: (chosen: boolean) => void;
}

/** The default rule has only an output. */
export function DefaultRuleForm({ family, version, saved, chosen, onChoose }: Props) {
  const [state, action, pending] = useFormAction(saveDefaultRule);
  const [asked, setAsked] = useState<FormData | null>(null);
  const holds = (form: FormData) => {
    if (!chosen || saved.default) return false;
    setAsked(form);
    return true;
  };
  return (
    <ActionForm
      action={action}
      state={state}
      holds={holds}
      className="min-w-48 py-1 *:not-empty:not-first:mt-2"
    >
      <input type="hidden" name="family" value={family} />
      <input type="hidden" name="version" value={version} />
      <div className="flex gap-2">
        <select
          name="anonymize"
          aria-label="Output of the default rule"
          value={String(chosen)}
          onChange={(event) => onChoose(event.target.value === "true")}
          className={`${controlClass} max-w-24`}
        >
          <option value="true">True</option>
          <option value="false">False</option>
        </select>
        <SaveButton pending={pending} />
      </div>
      <div role="status">
        {chosen && (
          <Notice tone="attention">
            All finished {familyWords[family].many} that no rule above keeps are anonymized at the
            next run, even those that ended today. There is no undo.
          </Notice>
        )}
      </div>
      {asked && (
        <DefaultRuleQuestion
          family={family}
          draft={{ ...saved, default: true }}
          close={() => setAsked(null)}
          onConfirm={() => startTransition(() => action(asked))}
        />
      )}
      <SaveOutcome state={state} />
    </ActionForm>
  );
}
