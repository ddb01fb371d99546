"use client";

import { useTransition } from "react";
import { useRouter } from "next/navigation";
import { Button } from "#components/button.tsx";
import type { FormState } from "#lib/form-state.ts";

/**
 * For the second of two savers: reads what stands now, and with it the version to save over, while
 * the fields keep what was entered.
 */
export function ReloadAfterConflict({ state }: { state: FormState }) {
  const router = useRouter();
  const [pending, startTransition] = useTransition();
  if (state.status !== "refused" || !state.message.includes("somebody else")) return null;
  return (
    <div className="flex flex-wrap items-center gap-3">
      <Button pending={pending} onClick={() => startTransition(() => router.refresh())}>
        Take note of the change
      </Button>
      <span className="text-muted">Then Save stores what you entered over it.</span>
    </div>
  );
}
