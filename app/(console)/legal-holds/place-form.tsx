"use client";

import { ActionForm } from "#components/action-form.tsx";
import { Button } from "#components/button.tsx";
import { ButtonLink } from "#components/button-link.tsx";
import { fieldErrors } from "#components/field-errors.ts";
import { Field } from "#components/field.tsx";
import { useFormAction } from "#components/form-action.ts";
import { FormErrors } from "#components/form-errors.tsx";
import { SelectField } from "#components/select-field.tsx";
import { FormFoot } from "#app/form-foot.tsx";
import { lowerFirst } from "#lib/format.ts";
import { labelsOf } from "#lib/help/help.ts";
import { placeHoldHelp } from "#lib/help/legal-holds.ts";
import { place } from "./actions.ts";
import { HoldTextFields } from "./hold-texts-form.tsx";

interface Props {
  /** As it was asked for: "ID 4711", or nothing. */
  person: string;
  set: number | null;
  sets: { id: number; name: string }[];
}

const { fields } = placeHoldHelp;

export function PlaceForm({ person, set, sets }: Props) {
  const [state, save, pending] = useFormAction(place);
  return (
    <ActionForm action={save} state={state} className="grid gap-5">
      <FormErrors state={state} labels={labelsOf(fields)} />
      <fieldset className="grid gap-5">
        <legend className="pb-3 text-base font-semibold">Whom it holds</legend>
        <Field
          {...fields.person}
          name="person"
          autoComplete="off"
          spellCheck={false}
          defaultValue={person}
          errors={fieldErrors(state, "person")}
        />
        <SelectField
          {...fields.set}
          label={`Or a ${lowerFirst(fields.set.label)}`}
          name="set"
          defaultValue={set ?? ""}
          options={[
            { value: "", label: "No set" },
            ...sets.map(({ id, name }) => ({ value: String(id), label: name })),
          ]}
          errors={fieldErrors(state, "set")}
        />
      </fieldset>
      <HoldTextFields state={state} />
      <FormFoot state={state}>
        <div className="flex flex-wrap gap-2">
          <Button type="submit" variant="primary" pending={pending}>
            Place the Hold
          </Button>
          <ButtonLink href="/legal-holds">Cancel</ButtonLink>
        </div>
      </FormFoot>
    </ActionForm>
  );
}
