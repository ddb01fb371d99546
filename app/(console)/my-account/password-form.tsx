"use client";

import { ActionForm, SaveButton } from "#components/action-form.tsx";
import { fieldErrors } from "#components/field-errors.ts";
import { Field } from "#components/field.tsx";
import { useFormAction } from "#components/form-action.ts";
import { FormErrors } from "#components/form-errors.tsx";
import { FormFoot } from "#app/form-foot.tsx";
import { labelsOf } from "#lib/help/help.ts";
import { myAccountHelp } from "#lib/help/system.ts";
import { changePassword } from "./actions.ts";

const { fields } = myAccountHelp;

export function PasswordForm() {
  const [state, action, pending] = useFormAction(changePassword);
  const password = (name: keyof typeof fields, autoComplete: string) => (
    <Field
      {...fields[name]}
      name={name}
      type="password"
      autoComplete={autoComplete}
      required
      errors={fieldErrors(state, name)}
    />
  );
  return (
    <ActionForm action={action} state={state} className="grid gap-5" noValidate>
      <FormErrors state={state} labels={labelsOf(fields)} />
      {password("currentPassword", "current-password")}
      {password("password", "new-password")}
      {password("repeatedPassword", "new-password")}
      <FormFoot state={state}>
        <SaveButton pending={pending}>Change the password</SaveButton>
      </FormFoot>
    </ActionForm>
  );
}
