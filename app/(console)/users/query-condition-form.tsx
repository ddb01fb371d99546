"use client";

import { X } from "lucide-react";
import { Button } from "#components/button.tsx";
import { controlClass, describedControl, FieldNotes } from "#components/field-frame.tsx";
import type { UserCodes } from "#db/queries/user-codes.ts";
import { queryFieldHelp } from "#lib/help/user-searches.ts";
import { fieldNames, operatorNames, operatorsOf, userFields } from "#lib/user-query-words.ts";
import { newCondition, type DraftCondition } from "./query-draft-form.ts";
import { QueryValue } from "./query-value-form.tsx";

interface Props {
  codes: UserCodes;
  draft: DraftCondition;
  /** Added just now: takes the focus. */
  isNew: boolean;
  field: { name: string; errors?: string[] };
  onChange: (draft: DraftCondition) => void;
  onRemove: () => void;
}

/** One condition: which field, how compared, with what. */
export function QueryCondition({ codes, draft, isNew, field, onChange, onRemove }: Props) {
  const label = fieldNames[draft.field];
  const described = { ...field, help: queryFieldHelp[draft.field].help };
  const { "aria-describedby": explained } = describedControl(described);
  return (
    <li>
      <div className="grid items-start gap-2 @2xl:grid-cols-[13rem_13rem_minmax(0,1fr)_auto]">
        <select
          aria-label="Field"
          aria-describedby={explained}
          // oxlint-disable-next-line jsx-a11y/no-autofocus
          autoFocus={isNew}
          className={controlClass}
          value={draft.field}
          onChange={({ target }) => {
            const chosen = userFields.find((one) => one === target.value);
            if (chosen) onChange(newCondition(draft.key, chosen));
          }}
        >
          {userFields.map((one) => (
            <option key={one} value={one}>
              {fieldNames[one]}
            </option>
          ))}
        </select>
        <select
          aria-label={`Operator of ${label}`}
          aria-describedby={explained}
          className={controlClass}
          value={draft.operator}
          onChange={({ target }) => {
            const chosen = operatorsOf[draft.field].find((one) => one === target.value);
            if (chosen) onChange({ ...draft, operator: chosen });
          }}
        >
          {operatorsOf[draft.field].map((one) => (
            <option key={one} value={one}>
              {operatorNames[one]}
            </option>
          ))}
        </select>
        <div className="grid min-w-0 gap-2">
          <QueryValue codes={codes} draft={draft} field={described} onChange={onChange} />
          <FieldNotes label={label} {...described} />
        </div>
        <Button
          variant="quiet"
          className="-ml-3.25 justify-self-start @2xl:ml-0"
          aria-label={`Remove the condition on ${label}`}
          onClick={onRemove}
        >
          <X aria-hidden className="size-4" />
          Remove
        </Button>
      </div>
    </li>
  );
}
