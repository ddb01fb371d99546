"use client";

import { ActionForm } from "#components/action-form.tsx";
import { Button } from "#components/button.tsx";
import { ButtonLink } from "#components/button-link.tsx";
import { useFormAction } from "#components/form-action.ts";
import { FormErrors } from "#components/form-errors.tsx";
import { FormFoot } from "#app/form-foot.tsx";
import { labelsOf } from "#lib/help/help.ts";
import { setTextsHelp } from "#lib/help/sets.ts";
import { add } from "./actions.ts";
import { SetTextFields } from "./set-texts-form.tsx";

interface Props {
  kind: "itemized" | "logical";
  /** The search whose query or users the set is of; null for an empty one. */
  search: string | null;
}

export function AddSetForm({ kind, search }: Props) {
  const [state, save, pending] = useFormAction(add);
  return (
    <ActionForm action={save} state={state} className="grid gap-5">
      <FormErrors state={state} labels={labelsOf(setTextsHelp)} />
      <input type="hidden" name="kind" value={kind} />
      {search !== null && <input type="hidden" name="search" value={search} />}
      <SetTextFields state={state} />
      <FormFoot state={state}>
        <div className="flex flex-wrap gap-2">
          <Button type="submit" variant="primary" pending={pending}>
            {kind === "logical" ? "Save the Query as a Set" : "Add the Set"}
          </Button>
          <ButtonLink href={search === null ? "/sets" : `/users?search=${search}`}>
            Cancel
          </ButtonLink>
        </div>
      </FormFoot>
    </ActionForm>
  );
}
