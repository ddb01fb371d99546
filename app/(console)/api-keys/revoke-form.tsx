"use client";

import { useRef, useState } from "react";
import { Button } from "#components/button.tsx";
import { ConfirmDialog } from "#components/confirm-dialog.tsx";
import { useFormAction } from "#components/form-action.ts";
import { useOutcomeToast } from "#components/outcome-toast.ts";
import { apiHelp } from "#lib/help/system.ts";
import { revoke } from "./actions.ts";

interface Props {
  id: number;
  name: string;
  /** What opens nothing any more has nothing to revoke; the outcome is still said. */
  isActive: boolean;
}

/** Asks first. Without JavaScript it revokes at once; a new key can be made. */
export function RevokeForm({ id, name, isActive }: Props) {
  const [state, act, pending] = useFormAction(revoke);
  const [isAsking, setAsking] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const isConfirmed = useRef(false);
  useOutcomeToast(state);
  if (!isActive) return null;
  return (
    <form
      ref={form}
      action={act}
      onSubmit={(event) => {
        if (isConfirmed.current) return;
        event.preventDefault();
        setAsking(true);
      }}
    >
      <input type="hidden" name="id" value={id} />
      <Button type="submit" variant="danger" pending={pending} aria-label={`Revoke ${name}`}>
        Revoke
      </Button>
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setAsking}
        title={`Revoke ${name}?`}
        confirm={{ label: "Revoke the key", cancel: "Keep it" }}
        onConfirm={() => {
          isConfirmed.current = true;
          form.current?.requestSubmit();
          isConfirmed.current = false;
        }}
      >
        <p>{apiHelp.irreversible.revoke.help}</p>
      </ConfirmDialog>
    </form>
  );
}
