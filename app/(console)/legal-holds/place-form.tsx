"use client";

import { useActionState } from "react";
import { ActionForm } from "#components/action-form.tsx";
import { Button } from "#components/button.tsx";
import { ButtonLink } from "#components/button-link.tsx";
import { fieldErrors } from "#components/field-errors.ts";
import { Field } from "#components/field.tsx";
import { FormErrors } from "#components/form-errors.tsx";
import { SelectField } from "#components/select-field.tsx";
import { FormFoot } from "#app/form-foot.tsx";
import { place } from "./actions.ts";
import { holdLabels, HoldTextFields } from "./hold-texts-form.tsx";

interface Props {
  /** As it was asked for: "ID 4711", or nothing. */
  person: string;
  set: number | null;
  sets: { id: number; name: string }[];
}

const labels = { person: "Person", set: "Set", ...holdLabels };

export function PlaceForm({ person, set, sets }: Props) {
  const [state, save, pending] = useActionState(place, { status: "idle" });
  return (
    <ActionForm action={save} state={state} className="grid gap-5">
      <FormErrors state={state} labels={labels} />
      <fieldset className="grid gap-5">
        <legend className="pb-3 text-base font-semibold">Whom it holds</legend>
        <Field
          label={labels.person}
          name="person"
          autoComplete="off"
          spellCheck={false}
          defaultValue={person}
          help="Primary ID, another identifier, or the internal ID as in “ID 4711”."
          errors={fieldErrors(state, "person")}
        />
        <SelectField
          label={`or ${labels.set}`}
          name="set"
          defaultValue={set ?? ""}
          options={[
            { value: "", label: "No set" },
            ...sets.map(({ id, name }) => ({ value: String(id), label: name })),
          ]}
          help="Its members now are held, new ones from the next run on. Who leaves the set stays held."
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
