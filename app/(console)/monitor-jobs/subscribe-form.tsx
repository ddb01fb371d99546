"use client";

import { ActionForm } from "#components/action-form.tsx";
import { Button } from "#components/button.tsx";
import { fieldErrors } from "#components/field-errors.ts";
import { Field } from "#components/field.tsx";
import { useFormAction } from "#components/form-action.ts";
import { FormFoot } from "#app/form-foot.tsx";
import { subscriptionHelp } from "#lib/help/monitor-jobs.ts";
import { subscribe } from "./actions.ts";

interface Props {
  job: string;
  own: string;
  /** Any address; without it the person's own. */
  mayWrite: boolean;
}

export function SubscribeForm({ job, own, mayWrite }: Props) {
  const [state, action, pending] = useFormAction(subscribe);
  return (
    <ActionForm action={action} state={state} className="grid gap-4" noValidate>
      <input type="hidden" name="job" value={job} />
      <Field
        {...subscriptionHelp.email}
        name="email"
        type="email"
        defaultValue={own}
        readOnly={!mayWrite}
        {...(!mayWrite && { help: "Your roles let you subscribe your own address." })}
        errors={fieldErrors(state, "email")}
      />
      <FormFoot state={state}>
        <Button type="submit" variant="primary" pending={pending}>
          Subscribe
        </Button>
      </FormFoot>
    </ActionForm>
  );
}
