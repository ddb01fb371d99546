"use client";

import { startTransition, useActionState, useState } from "react";
import { ActionForm, SaveButton } from "#components/action-form.tsx";
import { fieldErrors } from "#components/field-errors.ts";
import { Field } from "#components/field.tsx";
import { FormErrors } from "#components/form-errors.tsx";
import { FormFoot } from "#app/form-foot.tsx";
import type { Institution } from "#db/queries/institution.ts";
import { save } from "./actions.ts";
import { ZoneQuestion } from "./zone-question-view.tsx";

const labels = { name: "Name", timeZone: "Time zone", currency: "Currency" };

interface Props {
  institution: Institution;
  zones: string[];
}

export function InstitutionForm({ institution, zones }: Props) {
  const [state, action, pending] = useActionState(save, { status: "idle" });
  const [asked, setAsked] = useState<{ form: FormData; timeZone: string } | null>(null);
  const submit = (form: FormData) => {
    const timeZone = form.get("timeZone");
    if (typeof timeZone !== "string" || timeZone === institution.timeZone) action(form);
    else setAsked({ form, timeZone });
  };
  return (
    <ActionForm action={submit} state={state} className="grid gap-5">
      <FormErrors state={state} labels={labels} />
      <input type="hidden" name="version" value={institution.version} />
      <Field
        label={labels.name}
        name="name"
        defaultValue={institution.name}
        errors={fieldErrors(state, "name")}
      />
      <Field
        label={labels.timeZone}
        name="timeZone"
        list="time-zones"
        autoComplete="off"
        spellCheck={false}
        defaultValue={institution.timeZone}
        help="Calendar days everywhere are days in this zone. A change derives the days of all linked records anew, and is refused while a run is active; anonymized records keep their days."
        errors={fieldErrors(state, "timeZone")}
      />
      <datalist id="time-zones">
        {zones.map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
      <Field
        label={labels.currency}
        name="currency"
        autoComplete="off"
        spellCheck={false}
        defaultValue={institution.currency}
        help="Three letters of ISO 4217. Amounts are shown in it; nothing is converted."
        errors={fieldErrors(state, "currency")}
      />
      {asked && (
        <ZoneQuestion
          timeZone={asked.timeZone}
          close={() => setAsked(null)}
          onConfirm={() => startTransition(() => action(asked.form))}
        />
      )}
      <FormFoot state={state}>
        <SaveButton pending={pending} />
      </FormFoot>
    </ActionForm>
  );
}
