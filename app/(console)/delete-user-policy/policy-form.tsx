"use client";

import { useActionState, type ReactNode } from "react";
import { ActionForm, SaveButton } from "#components/action-form.tsx";
import { FormErrors } from "#components/form-errors.tsx";
import { deletePolicies, deletePolicyNames, type DeletePolicy } from "#lib/purge-fields.ts";
import { SaveOutcome } from "../fulfillment-jobs/save-outcome-view.tsx";
import { savePolicy } from "./actions.ts";

interface Props {
  policy: DeletePolicy;
  mayChange: boolean;
  /** What each leaves of one user. */
  examples: Record<DeletePolicy, ReactNode>;
}

const leaves: Record<DeletePolicy, string> = {
  keepFullyReportable:
    "The user is marked as deleted and can no longer be used; everything about the person stays.",
  keepStatistics:
    "User group, job category and statistics stay. The old primary ID stands as the last name, so records can still be traced by who knows it. Everything else goes.",
  keepStatisticsAndRemovePrimaryId:
    "Recommended. User group, job category and statistics stay under the internal ID, which nobody outside knows. Everything else goes.",
  fullyRemove:
    "The user's row goes with everything, and what they borrowed leads to no patron any more.",
};

export function PolicyForm({ policy, mayChange, examples }: Props) {
  const [state, save, pending] = useActionState(savePolicy, { status: "idle" });
  return (
    <ActionForm action={save} state={state} className="grid gap-6">
      <input type="hidden" name="was" value={policy} />
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
              defaultChecked={one === policy}
              aria-describedby={`leaves-${one}`}
              className="accent-accent mt-0.5 size-4"
            />
            <label htmlFor={`policy-${one}`} className="font-medium">
              {deletePolicyNames[one]}
            </label>
            <div className="col-start-2 grid gap-1.5">
              <p id={`leaves-${one}`} className="text-muted max-w-prose">
                {leaves[one]}
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
      <div>
        <SaveOutcome state={state} />
        {mayChange && <SaveButton pending={pending} />}
      </div>
    </ActionForm>
  );
}
