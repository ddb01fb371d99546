"use client";

import { ActionForm } from "#components/action-form.tsx";
import { Button } from "#components/button.tsx";
import { ButtonLink } from "#components/button-link.tsx";
import { useFormAction } from "#components/form-action.ts";
import type { UserCodes } from "#db/queries/user-codes.ts";
import type { UserQuery } from "#lib/user-query.ts";
import { FormFoot } from "#app/form-foot.tsx";
import { searchAdvanced } from "./actions.ts";
import { QueryEditor } from "./query-form.tsx";

interface Props {
  codes: UserCodes;
  query: UserQuery | null;
}

export function AdvancedForm({ codes, query }: Props) {
  const [state, search, pending] = useFormAction(searchAdvanced);
  return (
    <ActionForm role="search" action={search} state={state} className="grid gap-6">
      <QueryEditor codes={codes} state={state} query={query} />
      <FormFoot state={state}>
        <div className="flex flex-wrap gap-2">
          <Button type="submit" variant="primary" pending={pending}>
            Search
          </Button>
          <ButtonLink href="/users">Cancel</ButtonLink>
        </div>
      </FormFoot>
    </ActionForm>
  );
}
