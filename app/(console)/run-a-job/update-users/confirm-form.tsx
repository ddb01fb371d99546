"use client";

import { startTransition } from "react";
import { Button } from "#components/button.tsx";
import { ConfirmDialog } from "#components/confirm-dialog.tsx";
import { fieldErrors } from "#components/field-errors.ts";
import { useFormAction } from "#components/form-action.ts";
import { FormMessage } from "#components/form-message.tsx";
import { Notice } from "#components/notice.tsx";
import { formatCountOf } from "#lib/format.ts";
import { updateSentences } from "#lib/update-sentence.ts";
import { updateUsersHelp } from "#lib/help/run-a-job.ts";
import { runUpdate } from "./actions.ts";
import type { Reviewed } from "./preview-query.ts";

interface Props {
  set: { id: number; name: string };
  reviewed: Reviewed;
}

/** Submits the job, once the number of the preview was typed. */
export function ConfirmUpdate({ set, reviewed: { changes, preview } }: Props) {
  const [state, run, pending] = useFormAction(runUpdate);
  const { confirm, users, letters } = preview;
  const does =
    users.updated > 0
      ? `Update ${formatCountOf(confirm, "user", "users")}`
      : `Notify ${formatCountOf(confirm, "user", "users")}`;
  const submit = (typed: string) => {
    const form = new FormData();
    form.set("set", String(set.id));
    form.set("changes", JSON.stringify(changes));
    form.set("shown", String(confirm));
    form.set("typed", typed);
    startTransition(() => run(form));
  };
  const wrong = fieldErrors(state, "typed") ?? fieldErrors(state, "shown");
  return (
    <div className="grid gap-3">
      <div>
        <ConfirmDialog
          trigger={
            <Button variant="danger" pending={pending}>
              {does} …
            </Button>
          }
          title={`${does}?`}
          confirm={{ label: does, phrase: String(confirm), cancel: "Change nothing" }}
          onConfirm={submit}
        >
          {updateSentences(changes).map((sentence) => (
            <p key={sentence}>{sentence}.</p>
          ))}
          {letters.queued > 0 && (
            <p>{formatCountOf(letters.queued, "letter is", "letters are")} written.</p>
          )}
          <p>{updateUsersHelp.irreversible.run.help}</p>
        </ConfirmDialog>
      </div>
      <FormMessage state={state} />
      {wrong && <Notice tone="danger">{wrong.join(" ")}</Notice>}
    </div>
  );
}
