"use client";

import { Button } from "#components/button.tsx";
import { useFormAction } from "#components/form-action.ts";
import { FormFoot } from "#app/form-foot.tsx";
import type { StaffRow } from "#db/queries/staff-list.ts";
import { setDisabled } from "./actions.ts";
import { KnownFields } from "./known-fields-view.tsx";

export function DisableForm({ person }: { person: StaffRow }) {
  const [state, save, pending] = useFormAction(setDisabled);
  const disable = person.status !== "disabled";
  return (
    <form action={save} className="grid gap-4">
      <KnownFields person={person} />
      <input type="hidden" name="disabled" value={String(disable)} />
      <FormFoot state={state} entered={false}>
        <Button type="submit" variant={disable ? "danger" : undefined} pending={pending}>
          {disable ? `Disable ${person.name}` : `Enable ${person.name}`}
        </Button>
      </FormFoot>
    </form>
  );
}
