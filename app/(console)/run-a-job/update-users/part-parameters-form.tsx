"use client";

import { useState } from "react";
import { CheckboxField } from "#components/checkbox-field.tsx";
import { Field } from "#components/field.tsx";
import { SelectField } from "#components/select-field.tsx";
import { TextAreaField } from "#components/text-area-field.tsx";
import type { FormState } from "#lib/form-state.ts";
import type { Code } from "#lib/rule-words.ts";
import { updateLimits, type UpdateChanges } from "#lib/update-fields.ts";
import { userLimits } from "#lib/user-parts.ts";
import { Parameter } from "./parameter-form.tsx";
import { errorsOf, nameOf } from "./schema.ts";

interface Props {
  state: FormState;
}

const control = (
  state: FormState,
  parameter: keyof UpdateChanges,
  name: string,
  label: string,
) => ({ label, name: nameOf(parameter, name), errors: errorsOf(state, parameter, name) });
const code = { autoComplete: "off", maxLength: userLimits.code };

export const BlockParameters = ({ state, list }: Props & { list: string }) => (
  <>
    <Parameter parameter="addBlock" state={state}>
      <Field {...control(state, "addBlock", "code", "Block to add")} {...code} list={list} />
      <Field {...control(state, "addBlock", "type", "Type of the block")} {...code} />
      <TextAreaField
        {...control(state, "addBlock", "note", "Note on the block")}
        maxLength={userLimits.note}
      />
    </Parameter>
    <Parameter parameter="removeBlock" state={state}>
      <Field {...control(state, "removeBlock", "code", "Block to remove")} {...code} list={list} />
    </Parameter>
  </>
);

export function NoteParameters({ state }: Props) {
  const [which, setWhich] = useState("typed");
  return (
    <>
      <Parameter parameter="addNote" state={state}>
        <TextAreaField
          {...control(state, "addNote", "text", "Text of the note")}
          maxLength={userLimits.note}
        />
        <Field {...control(state, "addNote", "type", "Type of the note")} {...code} />
        <div className="grid content-start gap-1">
          <CheckboxField {...control(state, "addNote", "userViewable", "The patron sees it too")} />
          <CheckboxField {...control(state, "addNote", "popup", "Show it as a pop-up")} />
        </div>
      </Parameter>
      <Parameter parameter="removeNotes" state={state}>
        <SelectField
          {...control(state, "removeNotes", "which", "Notes to remove")}
          value={which}
          onChange={({ target }) => setWhich(target.value)}
          options={[
            { value: "typed", label: "Notes of a type" },
            { value: "untyped", label: "Notes without a type" },
          ]}
        />
        {which === "typed" && (
          <Field {...control(state, "removeNotes", "type", "Type of the notes")} {...code} />
        )}
      </Parameter>
    </>
  );
}

export function CategoryParameters({ state, categories }: Props & { categories: readonly Code[] }) {
  const options = [
    { value: "", label: "Choose one" },
    ...categories.map(({ code }) => ({ value: code, label: code })),
  ];
  return (
    <>
      <Parameter parameter="addCategory" state={state}>
        <SelectField
          {...control(state, "addCategory", "category", "Category to add")}
          options={options}
        />
      </Parameter>
      <Parameter parameter="removeCategory" state={state}>
        <SelectField
          {...control(state, "removeCategory", "category", "Category to remove")}
          options={options}
        />
      </Parameter>
    </>
  );
}

export const NotifyParameter = ({ state }: Props) => (
  <Parameter parameter="notify" state={state}>
    <SelectField
      {...control(state, "notify", "to", "Who gets it")}
      options={[
        { value: "changed", label: "Whoever is changed" },
        { value: "everybody", label: "Every member" },
      ]}
    />
    <Field
      {...control(state, "notify", "subject", "Subject")}
      autoComplete="off"
      maxLength={updateLimits.subject}
    />
    <TextAreaField
      {...control(state, "notify", "body", "Text of the letter")}
      rows={6}
      maxLength={updateLimits.body}
    />
  </Parameter>
);
