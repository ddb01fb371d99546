"use client";

import { startTransition, type ReactNode } from "react";
import { Button } from "#components/button.tsx";
import { EnteredIn } from "#components/entered.tsx";
import { useFormAction } from "#components/form-action.ts";
import { FormErrors } from "#components/form-errors.tsx";
import { FormFoot } from "#app/form-foot.tsx";
import type { FormState } from "#lib/form-state.ts";

interface Props {
  action: (previous: FormState, form: FormData) => Promise<FormState>;
  labels: Partial<Record<string, string>>;
  submit: string;
  fields: (state: FormState) => ReactNode;
}

/** Keeps what was typed when it is refused, and is a plain form without JavaScript. */
export function EntryForm({ action, labels, submit, fields }: Props) {
  const [state, enter, pending] = useFormAction(action);
  return (
    <form
      action={enter}
      onSubmit={(event) => {
        event.preventDefault();
        const form = new FormData(event.currentTarget);
        if (!pending) startTransition(() => enter(form));
      }}
      className="grid gap-5"
    >
      <FormErrors state={state} labels={labels} />
      <EnteredIn state={state}>{fields(state)}</EnteredIn>
      <FormFoot state={state}>
        <Button type="submit" variant="primary" pending={pending}>
          {submit}
        </Button>
      </FormFoot>
    </form>
  );
}
