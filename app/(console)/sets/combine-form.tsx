"use client";

import { ActionForm } from "#components/action-form.tsx";
import { Button } from "#components/button.tsx";
import { ButtonLink } from "#components/button-link.tsx";
import { fieldErrors } from "#components/field-errors.ts";
import { useFormAction } from "#components/form-action.ts";
import { FormErrors } from "#components/form-errors.tsx";
import { SelectField } from "#components/select-field.tsx";
import { FormFoot } from "#app/form-foot.tsx";
import { combinationNames, combinations } from "#lib/set-fields.ts";
import { labelsOf } from "#lib/help/help.ts";
import { combineHelp, setTextsHelp } from "#lib/help/sets.ts";
import { combine } from "./actions.ts";
import { SetTextFields } from "./set-texts-form.tsx";

const { fields } = combineHelp;

export function CombineForm({ sets }: { sets: readonly { id: number; name: string }[] }) {
  const [state, save, pending] = useFormAction(combine);
  const options = [
    { value: "", label: "Choose …" },
    ...sets.map(({ id, name }) => ({ value: String(id), label: name })),
  ];
  return (
    <ActionForm action={save} state={state} className="grid gap-5">
      <FormErrors state={state} labels={labelsOf({ ...setTextsHelp, ...fields })} />
      <SelectField
        {...fields.first}
        name="first"
        options={options}
        errors={fieldErrors(state, "first")}
      />
      <SelectField
        {...fields.combination}
        name="combination"
        options={combinations.map((value) => ({ value, label: combinationNames[value] }))}
        errors={fieldErrors(state, "combination")}
      />
      <SelectField
        {...fields.second}
        name="second"
        options={options}
        errors={fieldErrors(state, "second")}
      />
      <SetTextFields state={state} />
      <FormFoot state={state}>
        <div className="flex flex-wrap gap-2">
          <Button type="submit" variant="primary" pending={pending}>
            Combine
          </Button>
          <ButtonLink href="/sets">Cancel</ButtonLink>
        </div>
      </FormFoot>
    </ActionForm>
  );
}
