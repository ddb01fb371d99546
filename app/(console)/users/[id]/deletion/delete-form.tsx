"use client";

import { startTransition } from "react";
import { NoteOfConfirm } from "#app/confirm-run-form.tsx";
import { Button } from "#components/button.tsx";
import { ConfirmDialog } from "#components/confirm-dialog.tsx";
import { useFormAction } from "#components/form-action.ts";
import { FormMessage } from "#components/form-message.tsx";
import { deleteUser } from "./actions.ts";

interface Props {
  id: number;
  /** Name and primary ID, as the list has them. */
  person: string;
  /** Said before it does. */
  happens: string;
}

export function DeleteForm({ id, person, happens }: Props) {
  const [state, act, pending] = useFormAction(deleteUser);
  const send = (typed: string) => {
    const form = new FormData();
    form.set("id", String(id));
    form.set("typed", typed);
    startTransition(() => act(form));
  };
  return (
    <div className="grid gap-3">
      <FormMessage state={state} />
      <div>
        <ConfirmDialog
          trigger={
            <Button variant="danger" pending={pending}>
              Delete this user …
            </Button>
          }
          title={`Delete ${person} for good?`}
          confirm={{ label: "Delete the user", phrase: `ID ${id}`, cancel: "Keep the user" }}
          onConfirm={send}
        >
          <p>{happens}</p>
          <NoteOfConfirm />
          <p>
            There is no undo. Backups of the database keep what was removed for as long as you keep
            the backups, and bring it back when they are restored.
          </p>
        </ConfirmDialog>
      </div>
    </div>
  );
}
