"use client";

import { ActionForm, SaveButton } from "#components/action-form.tsx";
import { ButtonLink } from "#components/button-link.tsx";
import { fieldErrors } from "#components/field-errors.ts";
import { Field } from "#components/field.tsx";
import { useFormAction } from "#components/form-action.ts";
import { FormErrors } from "#components/form-errors.tsx";
import { Notice } from "#components/notice.tsx";
import { labelsOf } from "#lib/help/help.ts";
import { addKeyHelp } from "#lib/help/system.ts";
import { add } from "./actions.ts";
import { NewKey } from "./new-key-view.tsx";
import { otherScopes, runScopes, validity } from "./schema.ts";
import { ScopeFields } from "./scope-fields-view.tsx";

const { fields } = addKeyHelp;
const labels = labelsOf(fields);

export function AddKeyForm() {
  const [state, make, pending] = useFormAction(add);
  if (state.status === "saved") return <NewKey token={state.message ?? ""} />;
  return (
    <ActionForm action={make} state={state} className="grid gap-6">
      <FormErrors state={state} labels={labels} />
      <div role="alert" className="empty:hidden">
        {state.status === "refused" && <Notice tone="danger">{state.message}</Notice>}
      </div>
      <Field {...fields.name} name="name" autoComplete="off" errors={fieldErrors(state, "name")} />
      <Field
        {...fields.days}
        name="days"
        inputMode="numeric"
        autoComplete="off"
        defaultValue={validity.days}
        help={`${fields.days.help} At most ${validity.mostDays}.`}
        errors={fieldErrors(state, "days")}
      />
      <ScopeFields
        legend={labels.scopes}
        name="scopes"
        scopes={otherScopes}
        errors={fieldErrors(state, "scopes")}
      />
      <ScopeFields
        legend="Starts what cannot be undone"
        lead="Leave it out unless the script's work is to start runs. What a run removes does not come back."
        name="runScopes"
        scopes={runScopes}
        errors={fieldErrors(state, "runScopes")}
      />
      <div className="flex gap-2">
        <SaveButton pending={pending}>Make the Key</SaveButton>
        <ButtonLink href="/api-keys">Cancel</ButtonLink>
      </div>
    </ActionForm>
  );
}
