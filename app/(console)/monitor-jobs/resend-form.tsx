"use client";

import { Button } from "#components/button.tsx";
import { useFormAction } from "#components/form-action.ts";
import { useOutcomeToast } from "#components/outcome-toast.ts";
import { resend } from "./actions.ts";

export function ResendForm({ id, recipient }: { id: number; recipient: string }) {
  const [state, act, pending] = useFormAction(resend);
  useOutcomeToast(state);
  return (
    <form action={act}>
      <input type="hidden" name="id" value={id} />
      <Button type="submit" pending={pending} aria-label={`Send again to ${recipient}`}>
        Send again
      </Button>
    </form>
  );
}
