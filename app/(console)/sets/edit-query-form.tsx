"use client";

import { useState } from "react";
import { ActionForm } from "#components/action-form.tsx";
import { Button } from "#components/button.tsx";
import { ButtonLink } from "#components/button-link.tsx";
import { useFormAction } from "#components/form-action.ts";
import { Version } from "#components/version.tsx";
import { FormFoot } from "#app/form-foot.tsx";
import type { SetRow } from "#db/queries/sets.ts";
import type { UserCodes } from "#db/queries/user-codes.ts";
import { QueryEditor } from "../users/query-form.tsx";
import { saveQuery } from "./actions.ts";

export function EditQueryForm({ set, codes }: { set: SetRow; codes: UserCodes }) {
  const [state, save, pending] = useFormAction(saveQuery);
  const [hasChanged, setHasChanged] = useState(false);
  return (
    <ActionForm action={save} state={state} hasChanged={hasChanged} className="grid gap-6">
      <input type="hidden" name="id" value={set.id} />
      <Version value={set.version} />
      <QueryEditor codes={codes} state={state} query={set.query} onChanged={setHasChanged} />
      <FormFoot state={state}>
        <div className="flex flex-wrap gap-2">
          <Button type="submit" variant="primary" pending={pending}>
            Save
          </Button>
          <ButtonLink href={`/sets/${set.id}`}>Cancel</ButtonLink>
        </div>
      </FormFoot>
    </ActionForm>
  );
}
