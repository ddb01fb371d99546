"use client";

import { startTransition, useActionState } from "react";
import { Button } from "#components/button.tsx";
import { ConfirmDialog } from "#components/confirm-dialog.tsx";
import { fieldErrors } from "#components/field-errors.ts";
import { Notice } from "#components/notice.tsx";
import { formatCount, formatCountOf, formatList } from "#lib/format.ts";
import { SaveOutcome } from "../save-outcome-view.tsx";
import { runNow } from "./actions.ts";

interface Props {
  /** Links and notes together: the number to type. */
  confirm: number;
  records: number;
  notes: number;
}

export function RunForm({ confirm, records, notes }: Props) {
  const [state, run, pending] = useActionState(runNow, { status: "idle" });
  const recordsText = formatCountOf(records, "record", "records");
  const notesText = formatCountOf(notes, "note", "notes");
  const does = formatList([
    ...(records > 0 ? [`Anonymize ${recordsText}`] : []),
    ...(notes > 0 ? [`${records > 0 ? "remove" : "Remove"} ${notesText}`] : []),
  ]);
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
        {records > 0 && (
          <p>
            {recordsText} will no longer name a patron. The records stay, with user group and
            statistical categories, and every statistic stays the same.
          </p>
        )}
        {notes > 0 && <p>{notesText} will be removed.</p>}
        <p>
          There is no undo. Backups of the database keep the links for as long as you keep the
          backups.
        </p>
      </ConfirmDialog>
      <p className="text-muted max-w-prose">
        Starts the job with the rules as they are saved now. It can be aborted between batches; what
        is done by then stays done.
      </p>
    </div>
  );
}
