"use client";

import { ActionForm, SaveButton } from "#components/action-form.tsx";
import { useFormAction } from "#components/form-action.ts";
import { FormFoot } from "#app/form-foot.tsx";
import type { StaffRow } from "#db/queries/staff-list.ts";
import { changeRoles } from "./actions.ts";
import { KnownFields, noteSaved } from "./known-fields-view.tsx";
import { RoleFields } from "./role-fields-view.tsx";

export function RolesForm({ person }: { person: StaffRow }) {
  const [state, save, pending] = useFormAction(changeRoles, () => noteSaved(person));
  return (
    <ActionForm action={save} state={state} className="grid gap-5">
      <KnownFields person={person} />
      <RoleFields state={state} chosen={person.roles} hiddenLegend />
      <FormFoot state={state}>
        <SaveButton pending={pending} />
      </FormFoot>
    </ActionForm>
  );
}
