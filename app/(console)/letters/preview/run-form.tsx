"use client";

import { startTransition, useActionState } from "react";
import { Button } from "#components/button.tsx";
import { ConfirmDialog } from "#components/confirm-dialog.tsx";
import { fieldErrors } from "#components/field-errors.ts";
import { Notice } from "#components/notice.tsx";
import { formatCount, formatCountOf } from "#lib/format.ts";
import { SaveOutcome } from "../../fulfillment-jobs/save-outcome-view.tsx";
import { runNow } from "./actions.ts";

export function RunForm({ confirm }: { confirm: number }) {
  const [state, run, pending] = useActionState(runNow, { status: "idle" });
  const does = `Remove ${formatCountOf(confirm, "letter", "letters")}`;
  const start = () => {
    const form = new FormData();
    form.set("shown", String(confirm));
    form.set("typed", String(confirm));
    startTransition(() => run(form));
  };
  const wrong = fieldErrors(state, "typed") ?? fieldErrors(state, "shown");
  return (
    <div className="grid justify-items-start gap-3">
      <SaveOutcome state={state} />
      {wrong && <Notice tone="danger">{wrong.join(" ")}</Notice>}
      <ConfirmDialog
        trigger={
          <Button variant="danger" pending={pending}>
            {does}
          </Button>
        }
        title={`${does}?`}
        confirm={{ label: does, phrase: formatCount(confirm), cancel: "Keep everything" }}
        onConfirm={start}
      >
        <p>
          Their subject, text and addresses go. How many letters there were, by type and month,
          stays.
        </p>
        <p>
          There is no undo. Backups of the database keep the letters for as long as you keep the
          backups.
        </p>
      </ConfirmDialog>
      <p className="text-muted max-w-prose">
        Starts the job with the periods as they are saved now. It can be aborted between batches;
        what is done by then stays done.
      </p>
    </div>
  );
}
