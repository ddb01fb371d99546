"use client";

import { ActionForm, SaveButton } from "#components/action-form.tsx";
import { fieldErrors } from "#components/field-errors.ts";
import { Field } from "#components/field.tsx";
import { useFormAction } from "#components/form-action.ts";
import { FormErrors } from "#components/form-errors.tsx";
import { FormFoot } from "#app/form-foot.tsx";
import type { StaffRow } from "#db/queries/staff-list.ts";
import { labelsOf } from "#lib/help/help.ts";
import { staffHelp } from "#lib/help/system.ts";
import { tieUser } from "./actions.ts";
import { KnownFields, noteSaved } from "./known-fields-view.tsx";

interface Props {
  person: StaffRow;
  /** What stands there now. */
  own: string;
}

const { fields } = staffHelp;

/** Which of the library's users somebody is who signs in here. */
export function OwnUserForm({ person, own }: Props) {
  const [state, save, pending] = useFormAction(tieUser, () => noteSaved(person));
  return (
    <ActionForm action={save} state={state} key={own} className="grid max-w-md gap-5">
      <FormErrors state={state} labels={labelsOf(fields)} />
      <KnownFields person={person} />
      <Field
        {...fields.person}
        name="person"
        autoComplete="off"
        spellCheck={false}
        defaultValue={own}
        errors={fieldErrors(state, "person")}
      />
      <FormFoot state={state}>
        <SaveButton pending={pending} />
      </FormFoot>
    </ActionForm>
  );
}
