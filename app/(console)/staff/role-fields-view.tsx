import { CheckboxField } from "#components/checkbox-field.tsx";
import { fieldErrors, fieldId } from "#components/field-errors.ts";
import type { FormState } from "#lib/form-state.ts";
import {
  staffRoleNames,
  staffRoles,
  staffRoleSentences,
  type StaffRole,
} from "#lib/permissions.ts";

interface Props {
  state: FormState;
  chosen?: readonly StaffRole[];
  /** A heading stands right above. */
  hiddenLegend?: boolean;
}

export function RoleFields({ state, chosen = [], hiddenLegend = false }: Props) {
  const errors = fieldErrors(state, "roles");
  return (
    <fieldset id={fieldId("roles")} className="grid gap-3" aria-describedby="roles-error">
      <legend className={hiddenLegend ? "sr-only" : "pb-2 font-medium"}>Roles</legend>
      <p className="text-muted pb-1">Every role also sees Overview, Statistics and Monitor Jobs.</p>
      {staffRoles.map((role) => (
        <CheckboxField
          key={role}
          id={`role-${role}`}
          name="roles"
          value={role}
          label={staffRoleNames[role]}
          help={staffRoleSentences[role]}
          defaultChecked={chosen.includes(role)}
        />
      ))}
      <p id="roles-error" role="alert" className="text-danger empty:hidden">
        {errors?.join(" ")}
      </p>
    </fieldset>
  );
}
