"use client";

import { ActionForm, SaveButton } from "#components/action-form.tsx";
import { CheckboxField } from "#components/checkbox-field.tsx";
import { fieldErrors } from "#components/field-errors.ts";
import { Field } from "#components/field.tsx";
import { useFormAction } from "#components/form-action.ts";
import { FormErrors } from "#components/form-errors.tsx";
import { Version } from "#components/version.tsx";
import { FormFoot } from "#app/form-foot.tsx";
import { labelsOf } from "#lib/help/help.ts";
import { limitsHelp } from "#lib/help/monitor-jobs.ts";
import type { RunLimits } from "#lib/run-limits.ts";
import { saveLimits } from "./actions.ts";

/** In the order of their help. */
const names = Object.keys(limitsHelp) as (keyof typeof limitsHelp)[];
const times: readonly string[] = ["restFrom", "restUntil", "rewriteFrom", "rewriteUntil"];

export function LimitsForm({ limits }: { limits: RunLimits & { version: number } }) {
  const [state, save, pending] = useFormAction(saveLimits);
  return (
    <ActionForm action={save} state={state} className="grid gap-5" noValidate>
      <FormErrors state={state} labels={labelsOf(limitsHelp)} />
      <Version value={limits.version} />
      {names.map((name) =>
        name === "backupRequired" ? (
          <CheckboxField
            key={name}
            name={name}
            {...limitsHelp[name]}
            defaultChecked={limits[name]}
            errors={fieldErrors(state, name)}
          />
        ) : (
          <Field
            key={name}
            name={name}
            {...limitsHelp[name]}
            {...(times.includes(name)
              ? { type: "time" }
              : { inputMode: "numeric", autoComplete: "off" })}
            defaultValue={limits[name] ?? ""}
            errors={fieldErrors(state, name)}
          />
        ),
      )}
      <FormFoot state={state} saved="Limits saved.">
        <SaveButton pending={pending} />
      </FormFoot>
    </ActionForm>
  );
}
