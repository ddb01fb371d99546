"use client";

import { controlClass, describedControl } from "#components/field-frame.tsx";
import { isCoded, parameterNames, type Code, type KnownCodes } from "#lib/rule-words.ts";
import { CodePicker } from "#components/code-picker.tsx";
import type { Draft } from "./draft-form.ts";

interface Props {
  codes: KnownCodes;
  draft: Draft;
  field: { name: string; help: string; errors?: string[] };
  onChange: (draft: Draft) => void;
}

/** The value of a parameter, by its operator. */
export function ValueEditor({ codes, draft, field, onChange }: Props) {
  const { parameter, operator } = draft;
  const label = parameterNames[parameter];
  const { name: _name, ...control } = describedControl(field);
  if (operator === "isEmpty") return null;
  if (operator === "is") {
    return (
      <select
        {...control}
        aria-label={label}
        className={`${controlClass} max-w-28`}
        value={draft.yes ? "yes" : "no"}
        onChange={({ target }) => onChange({ ...draft, yes: target.value === "yes" })}
      >
        <option value="yes">Yes</option>
        <option value="no">No</option>
      </select>
    );
  }
  if (operator === "in" || operator === "notIn") {
    return (
      <CodePicker
        key={parameter}
        control={control}
        label={label}
        known={isCoded(parameter) ? codes[parameter] : requestTypes}
        takesFreeCodes={isCoded(parameter)}
        chosen={draft.codes}
        onChange={(chosen) => onChange({ ...draft, codes: chosen })}
      />
    );
  }
  return (
    <span className="flex items-center gap-2">
      <input
        {...control}
        aria-label={label}
        inputMode="numeric"
        autoComplete="off"
        className={`${controlClass} max-w-24`}
        value={draft.number}
        onChange={({ target }) => onChange({ ...draft, number: target.value })}
      />
      {operator === "beyond" ? "loans" : "days"}
    </span>
  );
}

const requestTypes: Code[] = [
  { code: "hold", name: "Hold" },
  { code: "booking", name: "Booking" },
  { code: "digitization", name: "Digitization" },
];
