"use client";

import { ActionForm, SaveButton } from "#components/action-form.tsx";
import { useFormAction } from "#components/form-action.ts";
import { FormErrors } from "#components/form-errors.tsx";
import { Version } from "#components/version.tsx";
import { FormFoot } from "#app/form-foot.tsx";
import type { Hold } from "#db/queries/legal-holds.ts";
import { labelsOf } from "#lib/help/help.ts";
import { holdTextsHelp } from "#lib/help/legal-holds.ts";
import { change } from "./actions.ts";
import { HoldTextFields } from "./hold-texts-form.tsx";

export function ChangeForm({ hold }: { hold: Hold }) {
  const [state, save, pending] = useFormAction(change);
  return (
    <ActionForm action={save} state={state} className="grid gap-5">
      <FormErrors state={state} labels={labelsOf(holdTextsHelp)} />
      <input type="hidden" name="id" value={hold.id} />
      <Version value={hold.version} />
      <HoldTextFields state={state} texts={hold} />
      <FormFoot state={state}>
        <SaveButton pending={pending} />
      </FormFoot>
    </ActionForm>
  );
}
