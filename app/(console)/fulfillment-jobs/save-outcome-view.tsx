"use client";

import { useTransition } from "react";
import { useRouter } from "next/navigation";
import { Button } from "#components/button.tsx";
import { useHydrated } from "#components/hydrated.ts";
import { FormMessage } from "#components/form-message.tsx";
import type { FormState } from "#lib/form-state.ts";

/**
 * What became of a save, said where Save is. The second of two savers may take note of the change:
 * that reads what stands now, and with it the version to save over, while the fields keep what was
 * entered.
 */
export function SaveOutcome({ state }: { state: FormState }) {
  const router = useRouter();
  const [pending, startTransition] = useTransition();
  // A page made anew by a plain post has read it already.
  const isHydrated = useHydrated();
  const isConflict = state.status === "refused" && state.message.includes("somebody else");
  return (
    <div className="*:not-empty:mb-4">
      <FormMessage state={state} />
      {isConflict && (
        <div className="flex flex-wrap items-center gap-3">
          {isHydrated && (
            <Button pending={pending} onClick={() => startTransition(() => router.refresh())}>
              Take note of the change
            </Button>
          )}
          <span className="text-muted">Saving again then stores what you entered over it.</span>
        </div>
      )}
    </div>
  );
}
