"use client";

import { useState } from "react";
import { Field } from "#components/field.tsx";
import { SelectField, type Option } from "#components/select-field.tsx";
import type { FormState } from "#lib/form-state.ts";
import { updateNames, type UpdateField } from "#lib/update-fields.ts";
import { userLimits } from "#lib/user-parts.ts";
import { Parameter } from "./parameter-form.tsx";
import { errorsOf, isDate, nameOf } from "./schema.ts";

interface Props {
  field: UpdateField;
  state: FormState;
  /** The values that there are; left out where any can be entered. */
  options?: readonly Option[];
  /** The id of a list of values to choose from, besides entering one. */
  list?: string;
  /** False where something always stands. */
  mayBeEmpty?: boolean;
}

/** A field of the account: what it becomes, and what has to stand there for it. */
export function FieldParameter({ field, state, options, list, mayBeEmpty = true }: Props) {
  const [how, setHow] = useState("set");
  const [onlyIf, setOnlyIf] = useState("always");
  const name = updateNames[field];
  const removes = isDate(field) && how === "remove";
  const value = (control: "to" | "is", label: string) => {
    const texts = { label, name: nameOf(field, control), errors: errorsOf(state, field, control) };
    if (options) {
      return <SelectField {...texts} options={[{ value: "", label: "Choose one" }, ...options]} />;
    }
    return isDate(field) ? (
      <Field {...texts} type="date" />
    ) : (
      <Field {...texts} autoComplete="off" maxLength={userLimits.code} list={list} />
    );
  };
  const conditions = [
    { value: "always", label: "Always" },
    ...(mayBeEmpty && !removes ? [{ value: "empty", label: "Only if it is empty" }] : []),
    { value: "is", label: "Only if it has this value" },
  ];
  return (
    <Parameter parameter={field} state={state}>
      {isDate(field) && (
        <SelectField
          label={`What happens to the ${name.toLowerCase()}`}
          name={nameOf(field, "how")}
          value={how}
          onChange={({ target }) => setHow(target.value)}
          options={[
            { value: "set", label: "Set to" },
            { value: "remove", label: "Remove date" },
          ]}
        />
      )}
      {!removes && value("to", `New ${name.toLowerCase()}`)}
      <SelectField
        label={`Condition on the ${name.toLowerCase()}`}
        name={nameOf(field, "onlyIf")}
        value={removes && onlyIf === "empty" ? "always" : onlyIf}
        onChange={({ target }) => setOnlyIf(target.value)}
        options={conditions}
      />
      {onlyIf === "is" && value("is", `Present ${name.toLowerCase()}`)}
    </Parameter>
  );
}
