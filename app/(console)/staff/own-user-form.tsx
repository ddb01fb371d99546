"use client";

import { useActionState } from "react";
import { ActionForm, SaveButton } from "#components/action-form.tsx";
import { fieldErrors } from "#components/field-errors.ts";
import { Field } from "#components/field.tsx";
import { FormErrors } from "#components/form-errors.tsx";
import { FormFoot } from "#app/form-foot.tsx";
import { tieUser } from "./actions.ts";

interface Props {
  staffId: string;
  /** What stands there now. */
  person: string;
}

const label = "Primary ID";

/** Which of the library's users somebody is who signs in here. */
export function OwnUserForm({ staffId, person }: Props) {
  const [state, save, pending] = useActionState(tieUser, { status: "idle" });
  return (
    <ActionForm action={save} state={state} key={person} className="grid max-w-md gap-5">
      <FormErrors state={state} labels={{ person: label }} />
      <input type="hidden" name="staffId" value={staffId} />
      <Field
        label={label}
        name="person"
        autoComplete="off"
        spellCheck={false}
        defaultValue={person}
        help="Or another identifier. Empty for somebody without an account as a user."
        errors={fieldErrors(state, "person")}
      />
      <FormFoot state={state}>
        <SaveButton pending={pending} />
      </FormFoot>
    </ActionForm>
  );
}
