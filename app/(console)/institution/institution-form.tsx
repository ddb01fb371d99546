"use client";

import { startTransition, useState } from "react";
import { ActionForm, SaveButton } from "#components/action-form.tsx";
import { fieldErrors } from "#components/field-errors.ts";
import { Field } from "#components/field.tsx";
import { useFormAction } from "#components/form-action.ts";
import { FormErrors } from "#components/form-errors.tsx";
import { Suggestions } from "#components/suggestions.tsx";
import { Version } from "#components/version.tsx";
import { FormFoot } from "#app/form-foot.tsx";
import type { Institution } from "#db/queries/institution.ts";
import { labelsOf } from "#lib/help/help.ts";
import { institutionHelp } from "#lib/help/institution.ts";
import { save } from "./actions.ts";
import { ZoneQuestion } from "./zone-question-view.tsx";

const { fields } = institutionHelp;

interface Props {
  institution: Institution;
  zones: string[];
}

export function InstitutionForm({ institution, zones }: Props) {
  const [state, action, pending] = useFormAction(save);
  const [asked, setAsked] = useState<{ form: FormData; timeZone: string } | null>(null);
  const holds = (form: FormData) => {
    const timeZone = form.get("timeZone");
    if (typeof timeZone !== "string" || timeZone === institution.timeZone) return false;
    setAsked({ form, timeZone });
    return true;
  };
  return (
    <ActionForm action={action} state={state} holds={holds} className="grid gap-5">
      <FormErrors state={state} labels={labelsOf(fields)} />
      <Version value={institution.version} />
      <Field
        {...fields.name}
        name="name"
        defaultValue={institution.name}
        errors={fieldErrors(state, "name")}
      />
      <Field
        {...fields.timeZone}
        name="timeZone"
        list="time-zones"
        autoComplete="off"
        spellCheck={false}
        defaultValue={institution.timeZone}
        errors={fieldErrors(state, "timeZone")}
      />
      <Suggestions id="time-zones" values={zones} />
      <Field
        {...fields.currency}
        name="currency"
        autoComplete="off"
        spellCheck={false}
        defaultValue={institution.currency}
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
