"use client";

import { ActionForm } from "#components/action-form.tsx";
import { Button } from "#components/button.tsx";
import { fieldErrors } from "#components/field-errors.ts";
import { describedControl, FieldNotes } from "#components/field-frame.tsx";
import { useFormAction } from "#components/form-action.ts";
import { FormFoot } from "#app/form-foot.tsx";
import { SelectedCount, useSelected } from "../users/selection-form.tsx";
import { remove } from "./actions.ts";

/** Takes the members that are ticked out of the set. `id` is what their boxes name. */
export function RemoveForm({ id, set }: { id: string; set: number }) {
  const [state, take, pending] = useFormAction(remove);
  const selected = useSelected(state);
  const members = { name: "users", errors: fieldErrors(state, "users") };
  return (
    <ActionForm
      id={id}
      action={take}
      state={state}
      hasChanged={selected > 0}
      className="grid gap-2"
    >
      <SelectedCount selected={selected} />
      <input type="hidden" name="id" value={set} />
      <FormFoot state={state}>
        <Button
          type="submit"
          pending={pending}
          aria-describedby={describedControl(members)["aria-describedby"]}
        >
          Remove the Selected from the Set
        </Button>
      </FormFoot>
      <div role="alert">
        <FieldNotes label="Members" {...members} />
      </div>
    </ActionForm>
  );
}
