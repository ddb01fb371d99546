"use client";

import { type ReactNode } from "react";
import { ActionForm, SaveButton } from "#components/action-form.tsx";
import { useFormAction } from "#components/form-action.ts";
import { FormErrors } from "#components/form-errors.tsx";
import { Version } from "#components/version.tsx";
import { FormFoot } from "#app/form-foot.tsx";
import { enteredAs } from "#lib/form-state.ts";
import { deletePolicies, deletePolicyNames, type DeletePolicy } from "#lib/purge-fields.ts";
import { deleteUserPolicyHelp } from "#lib/help/delete-user-policy.ts";
import { savePolicy } from "./actions.ts";

interface Props {
  policy: DeletePolicy;
  mayChange: boolean;
  /** What each leaves of one user. */
  examples: Record<DeletePolicy, ReactNode>;
}

export function PolicyForm({ policy, mayChange, examples }: Props) {
  const [state, save, pending] = useFormAction(savePolicy);
  const chosen = enteredAs(state, "policy") ?? policy;
  return (
    <ActionForm action={save} state={state} className="grid gap-6">
      <Version name="was" value={policy} />
      <FormErrors state={state} labels={{ policy: "Delete User Policy" }} />
      <fieldset className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-6" disabled={!mayChange}>
        <legend className="pb-4 text-base font-semibold">What a deletion leaves of a user</legend>
        {deletePolicies.map((one) => (
          <div key={one} className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2.5 gap-y-1">
            <input
              type="radio"
              id={`policy-${one}`}
              name="policy"
              value={one}
              defaultChecked={one === chosen}
              aria-describedby={`leaves-${one}`}
              className="accent-accent mt-0.5 size-4"
            />
            <label htmlFor={`policy-${one}`} className="font-medium">
              {deletePolicyNames[one]}
            </label>
            <div className="col-start-2 grid gap-1.5">
              <p id={`leaves-${one}`} className="text-muted max-w-prose">
                {deleteUserPolicyHelp.fields[one].help}
              </p>
              <details>
                <summary className="text-link w-fit cursor-pointer">
                  One user, before and after
                </summary>
                <div className="max-w-2xl pt-2">{examples[one]}</div>
              </details>
            </div>
          </div>
        ))}
      </fieldset>
      <FormFoot state={state}>{mayChange && <SaveButton pending={pending} />}</FormFoot>
    </ActionForm>
  );
}
