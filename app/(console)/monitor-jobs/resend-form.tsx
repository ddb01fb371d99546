"use client";

import { Button } from "#components/button.tsx";
import { useToldForm } from "#components/told-form.ts";
import { resend } from "./actions.ts";

export function ResendForm({ id, recipient }: { id: number; recipient: string }) {
  const [act, pending] = useToldForm(resend);
  return (
    <form action={act}>
      <input type="hidden" name="id" value={id} />
      <Button type="submit" pending={pending} aria-label={`Send again to ${recipient}`}>
        Send again
      </Button>
    </form>
  );
}
