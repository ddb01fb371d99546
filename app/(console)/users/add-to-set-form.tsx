"use client";

import { ActionForm } from "#components/action-form.tsx";
import { Button } from "#components/button.tsx";
import { SelectField } from "#components/select-field.tsx";
import { fieldErrors } from "#components/field-errors.ts";
import { useFormAction } from "#components/form-action.ts";
import { FormFoot } from "#app/form-foot.tsx";
import type { SetRow } from "#db/queries/sets.ts";
import { searchHelp } from "#lib/help/user-searches.ts";
import { addSelected } from "./actions.ts";
import { SelectedCount, useSelected } from "./selection-form.tsx";

interface Props {
  /** The boxes of the table name this form. */
  id: string;
  sets: readonly Pick<SetRow, "id" | "name">[];
}

/** Puts the users that are ticked into a set of one's own. */
export function AddToSetForm({ id, sets }: Props) {
  const [state, add, pending] = useFormAction(addSelected);
  const selected = useSelected(state);
  if (sets.length === 0) {
    return (
      <form id={id} className="text-muted">
        Make an itemized set under Manage Sets to put selected users into it.
      </form>
    );
  }
  return (
    <ActionForm id={id} action={add} state={state} hasChanged={selected > 0} className="grid gap-3">
      <SelectedCount selected={selected} />
      <SelectField
        {...searchHelp.set}
        name="set"
        options={sets.map((set) => ({ value: String(set.id), label: set.name }))}
        errors={fieldErrors(state, "users")}
      />
      <FormFoot state={state}>
        <Button type="submit" pending={pending}>
          Add to the Set
        </Button>
      </FormFoot>
    </ActionForm>
  );
}
