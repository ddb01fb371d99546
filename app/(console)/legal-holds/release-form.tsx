"use client";

import { startTransition } from "react";
import { Button } from "#components/button.tsx";
import { ConfirmDialog } from "#components/confirm-dialog.tsx";
import { useFormAction } from "#components/form-action.ts";
import { FormFoot } from "#app/form-foot.tsx";
import type { Hold } from "#db/queries/legal-holds.ts";
import { formatCountOf } from "#lib/format.ts";
import { legalHoldsHelp } from "#lib/help/legal-holds.ts";
import { release } from "./actions.ts";

/** Asks first: what a run then takes cannot be brought back. */
export function ReleaseForm({ hold }: { hold: Hold }) {
  const [state, act, pending] = useFormAction(release);
  const send = () => {
    const form = new FormData();
    form.set("id", String(hold.id));
    startTransition(() => act(form));
  };
  return (
    <FormFoot state={state}>
      {hold.releasedOn === null && (
        <ConfirmDialog
          trigger={
            <Button variant="danger" pending={pending}>
              Release the Hold …
            </Button>
          }
          title="Release this hold?"
          confirm={{ label: "Release the hold", cancel: "Keep it" }}
          onConfirm={send}
        >
          <p>{formatCountOf(hold.members, "person is", "persons are")} held by it.</p>
          <p>{legalHoldsHelp.irreversible.release.help}</p>
        </ConfirmDialog>
      )}
    </FormFoot>
  );
}
