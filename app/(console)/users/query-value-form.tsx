"use client";

import { CodePicker } from "#components/code-picker.tsx";
import { controlClass, describedControl } from "#components/field-frame.tsx";
import type { UserCodes } from "#db/queries/user-codes.ts";
import type { Code } from "#lib/rule-words.ts";
import { queryLimits } from "#lib/user-conditions.ts";
import { accountTypeNames, recordTypeNames, userStatusNames } from "#lib/user-fields.ts";
import { fieldNames } from "#lib/user-query-words.ts";
import type { DraftCondition } from "./query-draft-form.ts";

interface Props {
  codes: UserCodes;
  draft: DraftCondition;
  field: { name: string; help: string; errors?: string[] };
  onChange: (draft: DraftCondition) => void;
}

/** The value of a condition, by its operator. */
export function QueryValue({ codes, draft, field, onChange }: Props) {
  const label = fieldNames[draft.field];
  const { name: _name, ...control } = describedControl(field);
  const text = {
    ...control,
    "aria-label": `Value of ${label}`,
    autoComplete: "off",
    value: draft.text,
    onChange: ({ target }: { target: { value: string } }) =>
      onChange({ ...draft, text: target.value }),
  };
  switch (draft.operator) {
    case "isEmpty":
    case "isNotEmpty":
      return null;
    case "is":
      return (
        <select
          {...control}
          aria-label={`Value of ${label}`}
          className={`${controlClass} max-w-28`}
          value={draft.yes ? "yes" : "no"}
          onChange={({ target }) => onChange({ ...draft, yes: target.value === "yes" })}
        >
          <option value="yes">Yes</option>
          <option value="no">No</option>
        </select>
      );
    case "in":
    case "notIn":
      return draft.field in enumerated ? (
        <Choices label={label} control={control} draft={draft} onChange={onChange} />
      ) : (
        <CodePicker
          key={draft.field}
          control={control}
          label={label}
          known={knownOf(draft, codes)}
          takesFreeCodes
          chosen={draft.codes}
          onChange={(chosen) => onChange({ ...draft, codes: chosen })}
        />
      );
    case "on":
    case "before":
    case "after":
      return <input {...text} type="date" className={`${controlClass} max-w-44`} />;
    case "contains":
    case "notContains":
      return (
        <input {...text} maxLength={queryLimits.text} className={`${controlClass} max-w-72`} />
      );
    case "moreThanDaysAgo":
    case "lessThanDaysAgo":
      return (
        <span className="flex items-center gap-2">
          <input {...text} inputMode="numeric" className={`${controlClass} max-w-24`} />
          days ago
        </span>
      );
    case "=":
    case "<":
    case ">":
      return <input {...text} inputMode="decimal" className={`${controlClass} max-w-32`} />;
  }
}

interface ChoicesProps extends Pick<Props, "draft" | "onChange"> {
  label: string;
  control: { id: string };
}

/** The few values that there are. */
function Choices({ label, control, draft, onChange }: ChoicesProps) {
  const choose = (code: string) =>
    onChange({
      ...draft,
      codes: draft.codes.includes(code)
        ? draft.codes.filter((one) => one !== code)
        : [...draft.codes, code],
    });
  return (
    <fieldset {...control} className="flex flex-wrap gap-x-5 gap-y-1 pt-1.5">
      <legend className="sr-only">Value of {label}</legend>
      {enumerated[draft.field]?.map(({ code, name }) => (
        <label key={code} className="flex min-h-6 items-center gap-2">
          <input
            type="checkbox"
            className="accent-accent size-4 shrink-0"
            checked={draft.codes.includes(code)}
            onChange={() => choose(code)}
          />
          {name}
        </label>
      ))}
    </fieldset>
  );
}

const named = (names: Record<string, string>): Code[] =>
  Object.entries(names).map(([code, name]) => ({ code, name }));
const enumerated: Record<string, Code[]> = {
  recordType: named(recordTypeNames),
  accountType: named(accountTypeNames),
  status: named(userStatusNames),
};

const knownOf = ({ field }: DraftCondition, codes: UserCodes): Code[] =>
  Object.entries(codes).find(([name]) => name === field)?.[1] ?? [];
