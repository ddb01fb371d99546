"use client";

import { useActionState } from "react";
import { ActionForm, SaveButton } from "#components/action-form.tsx";
import { FormMessage } from "#components/form-message.tsx";
import type { StaffRow } from "#db/queries/staff-list.ts";
import { changeRoles } from "./actions.ts";
import { KnownFields } from "./known-fields.tsx";
import { RoleFields } from "./role-fields.tsx";

export function RolesForm({ person }: { person: StaffRow }) {
  const [state, save, pending] = useActionState(changeRoles, { status: "idle" });
  return (
    <ActionForm action={save} state={state} className="grid gap-5">
      <FormMessage state={state} />
      <KnownFields person={person} />
      <RoleFields state={state} chosen={person.roles} />
      <div>
        <SaveButton pending={pending} />
      </div>
    </ActionForm>
  );
}
