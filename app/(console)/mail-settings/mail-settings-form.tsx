"use client";

import { useActionState } from "react";
import { ActionForm, SaveButton } from "#components/action-form.tsx";
import { fieldErrors } from "#components/field-errors.ts";
import { Field } from "#components/field.tsx";
import { FormErrors } from "#components/form-errors.tsx";
import { SelectField } from "#components/select-field.tsx";
import type { MailSettings } from "#db/queries/mail.ts";
import { SaveOutcome } from "../fulfillment-jobs/save-outcome-view.tsx";
import { save } from "./actions.ts";

const labels = {
  host: "Mail server (SMTP)",
  port: "Port",
  security: "Security",
  username: "User name",
  sender: "Sender",
};

export function MailSettingsForm({ settings }: { settings: MailSettings }) {
  const [state, action, pending] = useActionState(save, { status: "idle" });
  const errors = (name: keyof typeof labels) => fieldErrors(state, name);
  return (
    <ActionForm action={action} state={state} className="grid gap-5" noValidate>
      <FormErrors state={state} labels={labels} />
      <input type="hidden" name="version" value={settings.version} />
      <Field
        label={labels.host}
        name="host"
        autoComplete="off"
        spellCheck={false}
        defaultValue={settings.host ?? ""}
        help="Blank: nothing is sent, and mails are read on Monitor Jobs > Outbox."
        errors={errors("host")}
      />
      <Field
        label={labels.port}
        name="port"
        inputMode="numeric"
        defaultValue={settings.port}
        errors={errors("port")}
      />
      <SelectField
        label={labels.security}
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
        label={labels.username}
        name="username"
        autoComplete="off"
        spellCheck={false}
        defaultValue={settings.username ?? ""}
        help="Blank where the server asks for none. The password is read by the worker from LETHE_SMTP_PASSWORD and never stored in the database."
        errors={errors("username")}
      />
      <Field
        label={labels.sender}
        name="sender"
        type="email"
        autoComplete="off"
        defaultValue={settings.sender ?? ""}
        errors={errors("sender")}
      />
      <div>
        <SaveOutcome state={state} />
        <SaveButton pending={pending} />
      </div>
    </ActionForm>
  );
}
