"use client";

import { X } from "lucide-react";
import { Button } from "#components/button.tsx";
import { controlClass, FieldNotes } from "#components/field-frame.tsx";
import { parameterHelp } from "#lib/help/fulfillment-jobs.ts";
import { operatorNames, operatorsOf, parameterNames, type KnownCodes } from "#lib/rule-words.ts";
import type { Parameter } from "#lib/rules.ts";
import { withParameter, type Draft } from "./draft-form.ts";
import { ValueEditor } from "./value-form.tsx";

interface Props {
  choices: readonly Parameter[];
  codes: KnownCodes;
  draft: Draft;
  /** Added just now: takes the focus. */
  isNew: boolean;
  field: { name: string; errors?: string[] };
  onChange: (draft: Draft) => void;
  onRemove: () => void;
}

/** One parameter: which, how compared, with what. */
export function ParameterRow({ choices, codes, draft, isNew, field, onChange, onRemove }: Props) {
  const label = parameterNames[draft.parameter];
  const operators = operatorsOf[draft.parameter];
  const described = { ...field, help: parameterHelp[draft.parameter].help };
  return (
    <li className="grid gap-2 border-l-2 pl-4">
      <div className="flex max-w-3xl items-start gap-2">
        <div className="flex min-w-0 grow flex-wrap items-start gap-2">
          <select
            aria-label="Parameter"
            // oxlint-disable-next-line jsx-a11y/no-autofocus
            autoFocus={isNew}
            className={`${controlClass} max-w-60`}
            value={draft.parameter}
            onChange={({ target }) => {
              const parameter = choices.find((choice) => choice === target.value);
              if (parameter) onChange(withParameter(draft, parameter));
            }}
          >
            {choices.map((choice) => (
              <option key={choice} value={choice}>
                {parameterNames[choice]}
              </option>
            ))}
          </select>
          <select
            aria-label={`Operator of ${label}`}
            className={`${controlClass} max-w-44`}
            value={draft.operator}
            onChange={({ target }) => {
              const operator = operators.find((one) => one === target.value);
              if (operator) onChange({ ...draft, operator });
            }}
          >
            {operators.map((operator) => (
              <option key={operator} value={operator}>
                {operatorNames[operator]}
              </option>
            ))}
          </select>
          <ValueEditor codes={codes} draft={draft} field={described} onChange={onChange} />
        </div>
        <Button variant="quiet" aria-label={`Remove ${label}`} onClick={onRemove}>
          <X aria-hidden className="size-4" />
          <span className="max-sm:sr-only">Remove</span>
        </Button>
      </div>
      <FieldNotes label={label} {...described} />
    </li>
  );
}
