"use client";

import { ActionForm, SaveButton } from "#components/action-form.tsx";
import { fieldErrors } from "#components/field-errors.ts";
import { Field } from "#components/field.tsx";
import { useFormAction } from "#components/form-action.ts";
import { FormErrors } from "#components/form-errors.tsx";
import { SelectField } from "#components/select-field.tsx";
import { Version } from "#components/version.tsx";
import { FormFoot } from "#app/form-foot.tsx";
import type { MailSettings } from "#db/queries/mail.ts";
import { labelsOf } from "#lib/help/help.ts";
import { mailHelp } from "#lib/help/institution.ts";
import { save } from "./actions.ts";

const { fields } = mailHelp;

export function MailSettingsForm({ settings }: { settings: MailSettings }) {
  const [state, action, pending] = useFormAction(save);
  const errors = (name: keyof typeof fields) => fieldErrors(state, name);
  return (
    <ActionForm action={action} state={state} className="grid gap-5" noValidate>
      <FormErrors state={state} labels={labelsOf(fields)} />
      <Version value={settings.version} />
      <Field
        {...fields.host}
        name="host"
        autoComplete="off"
        spellCheck={false}
        defaultValue={settings.host ?? ""}
        errors={errors("host")}
      />
      <Field
        {...fields.port}
        name="port"
        inputMode="numeric"
        defaultValue={settings.port}
        errors={errors("port")}
      />
      <SelectField
        {...fields.security}
        name="security"
        defaultValue={settings.security}
        options={[
          { value: "starttls", label: "STARTTLS (usual on port 587)" },
          { value: "tls", label: "TLS from the start (usual on port 465)" },
          { value: "none", label: "None, inside a network of your own" },
        ]}
        errors={errors("security")}
      />
      <Field
        {...fields.username}
        name="username"
        autoComplete="off"
        spellCheck={false}
        defaultValue={settings.username ?? ""}
        errors={errors("username")}
      />
      <Field
        {...fields.sender}
        name="sender"
        type="email"
        autoComplete="off"
        defaultValue={settings.sender ?? ""}
        errors={errors("sender")}
      />
      <FormFoot state={state}>
        <SaveButton pending={pending} />
      </FormFoot>
    </ActionForm>
  );
}
