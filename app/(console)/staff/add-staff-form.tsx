"use client";

import { ActionForm, SaveButton } from "#components/action-form.tsx";
import { ButtonLink } from "#components/button-link.tsx";
import { fieldErrors } from "#components/field-errors.ts";
import { Field } from "#components/field.tsx";
import { useFormAction } from "#components/form-action.ts";
import { FormErrors } from "#components/form-errors.tsx";
import { labelsOf } from "#lib/help/help.ts";
import { addStaffHelp } from "#lib/help/system.ts";
import { add } from "./actions.ts";
import { OneTimeLink } from "./one-time-link-view.tsx";
import { RoleFields } from "./role-fields-view.tsx";

const { fields } = addStaffHelp;

export function AddStaffForm() {
  const [state, save, pending] = useFormAction(add);
  if (state.status === "saved") {
    return (
      <div className="grid gap-5">
        <OneTimeLink state={state} />
        <div>
          <ButtonLink href="/staff">Back to Staff</ButtonLink>
        </div>
      </div>
    );
  }
  return (
    <ActionForm action={save} state={state} className="grid gap-5">
      <FormErrors state={state} labels={{ ...labelsOf(fields), roles: "Roles" }} />
      <OneTimeLink state={state} />
      <Field {...fields.name} name="name" autoComplete="off" errors={fieldErrors(state, "name")} />
      <Field
        {...fields.email}
        name="email"
        type="email"
        autoComplete="off"
        errors={fieldErrors(state, "email")}
      />
      <RoleFields state={state} />
      <div className="flex gap-2">
        <SaveButton pending={pending}>Add and make the link</SaveButton>
        <ButtonLink href="/staff">Cancel</ButtonLink>
      </div>
    </ActionForm>
  );
}
