"use client";

import { ActionForm } from "#components/action-form.tsx";
import { Button } from "#components/button.tsx";
import { DataTable, type Column } from "#components/data-table.tsx";
import { fieldErrors } from "#components/field-errors.ts";
import { Field } from "#components/field.tsx";
import { useFormAction } from "#components/form-action.ts";
import { useLatest } from "#components/latest-outcome.ts";
import { FormFoot } from "#app/form-foot.tsx";
import type { UserRole } from "#db/queries/user-ties.ts";
import { roleHelp } from "#lib/help/user-details.ts";
import { roleName } from "#lib/user-roles.ts";
import { dropRole, saveRole } from "./actions.ts";

interface Props {
  userId: number;
  roles: UserRole[];
  isEditable: boolean;
}

export function RolesForm({ userId, roles, isEditable }: Props) {
  const [saved, save, saving] = useFormAction(saveRole);
  const [dropped, drop, dropping] = useFormAction(dropRole);
  const [toggled, toggle, toggling] = useFormAction(saveRole);
  const latest = useLatest(saved, dropped, toggled);
  const columns: Column<UserRole>[] = [
    { head: "Role", rowHeader: true, cell: ({ code }) => roleName(code) },
    { head: "Status", cell: ({ active }) => (active ? "Active" : "Inactive") },
    {
      head: "Actions",
      hiddenHead: true,
      cell: ({ code, active }) =>
        isEditable && (
          <span className="flex flex-wrap justify-end gap-2">
            <form action={toggle}>
              <input type="hidden" name="userId" value={userId} />
              <input type="hidden" name="code" value={code} />
              <input type="hidden" name="active" value={String(!active)} />
              <Button type="submit" variant="quiet" pending={toggling}>
                {active ? "Make inactive" : "Make active"}
                <span className="sr-only">: {code}</span>
              </Button>
            </form>
            <form action={drop}>
              <input type="hidden" name="userId" value={userId} />
              <input type="hidden" name="code" value={code} />
              <Button type="submit" variant="quiet" pending={dropping}>
                Remove<span className="sr-only"> {code}</span>
              </Button>
            </form>
          </span>
        ),
    },
  ];
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <DataTable
        caption="Roles"
        hiddenCaption
        columns={columns}
        rows={roles}
        rowKey={({ code }) => code}
        empty="The user has no role."
      />
      <FormFoot state={latest}>
        {isEditable && (
          <ActionForm
            action={save}
            state={saved}
            resets
            className="flex flex-wrap items-start gap-4"
          >
            <input type="hidden" name="userId" value={userId} />
            <input type="hidden" name="active" value="true" />
            <Field
              {...roleHelp}
              name="code"
              id="new-role"
              autoComplete="off"
              errors={fieldErrors(saved, "code")}
            />
            <div className="sm:pt-6.5">
              <Button type="submit" pending={saving}>
                Add the Role
              </Button>
            </div>
          </ActionForm>
        )}
      </FormFoot>
    </div>
  );
}
