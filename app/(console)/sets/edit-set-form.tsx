"use client";

import { ActionForm, SaveButton } from "#components/action-form.tsx";
import { ButtonLink } from "#components/button-link.tsx";
import { useFormAction } from "#components/form-action.ts";
import { FormErrors } from "#components/form-errors.tsx";
import { Version } from "#components/version.tsx";
import { FormFoot } from "#app/form-foot.tsx";
import type { SetRow } from "#db/queries/sets.ts";
import { labelsOf } from "#lib/help/help.ts";
import { setTextsHelp } from "#lib/help/sets.ts";
import { saveTexts } from "./actions.ts";
import { SetTextFields } from "./set-texts-form.tsx";

export function EditSetForm({ set }: { set: SetRow }) {
  const [state, save, pending] = useFormAction(saveTexts);
  return (
    <ActionForm action={save} state={state} className="grid gap-5">
      <FormErrors state={state} labels={labelsOf(setTextsHelp)} />
      <input type="hidden" name="id" value={set.id} />
      <Version value={set.version} />
      <SetTextFields state={state} texts={set} />
      <FormFoot state={state}>
        <div className="flex flex-wrap gap-2">
          <SaveButton pending={pending} />
          <ButtonLink href={`/sets/${set.id}`}>Cancel</ButtonLink>
        </div>
      </FormFoot>
    </ActionForm>
  );
}
