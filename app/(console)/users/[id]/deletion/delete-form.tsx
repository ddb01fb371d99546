"use client";

import { startTransition, useActionState } from "react";
import { Button } from "#components/button.tsx";
import { ConfirmDialog } from "#components/confirm-dialog.tsx";
import { FormMessage } from "#components/form-message.tsx";
import { usersHelp } from "#lib/help/users.ts";
import { deleteUser } from "./actions.ts";

export function DeleteForm({ id }: { id: number }) {
  const [state, act, pending] = useActionState(deleteUser, { status: "idle" });
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
          title="Delete this user for good?"
          confirm={{ label: "Delete the user", phrase: `ID ${id}`, cancel: "Keep the user" }}
          onConfirm={send}
        >
          <p>{usersHelp.irreversible.delete.help}</p>
          <p>
            There is no undo. Backups of the database keep what was removed for as long as you keep
            the backups.
          </p>
        </ConfirmDialog>
      </div>
    </div>
  );
}
