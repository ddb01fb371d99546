"use client";

import { AskingForm } from "#components/asking-form.tsx";
import { Button } from "#components/button.tsx";
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
  useOutcomeToast(state);
  if (!isActive) return null;
  return (
    <AskingForm
      action={act}
      title={`Revoke ${name}?`}
      confirm={{ label: "Revoke the key", cancel: "Keep it" }}
      question={<p>{apiHelp.irreversible.revoke.help}</p>}
    >
      <input type="hidden" name="id" value={id} />
      <Button type="submit" variant="danger" pending={pending} aria-label={`Revoke ${name}`}>
        Revoke
      </Button>
    </AskingForm>
  );
}
