"use client";

import { useState, useTransition } from "react";
import { useRouter } from "next/navigation";
import type { FormState } from "#lib/form-state.ts";
import { Button } from "./button.tsx";
import { useHydrated } from "./hydrated.ts";

/**
 * What the second of two savers can do: look at what is saved now, beside what was entered, and take
 * note of it, which reads the version to save over while the fields keep what was entered.
 */
export function StaleChoice({ of: refusal }: { of: FormState }) {
  const router = useRouter();
  const [pending, startTransition] = useTransition();
  // Somebody may save again meanwhile, which is another refusal.
  const [noted, setNoted] = useState<FormState | null>(null);
  const isNoted = noted === refusal;
  const takeNote = () =>
    startTransition(() => {
      router.refresh();
      setNoted(refusal);
    });
  return (
    <div className="mt-2 flex flex-wrap items-center gap-3">
      {/* An empty address is this page's own, with its filters. */}
      {/* oxlint-disable-next-line jsx-a11y/anchor-is-valid */}
      <a className="text-link" href="" target="_blank" rel="noopener">
        See what is saved now (new tab)
      </a>
      {/* A page made anew by a plain post has read it already. */}
      {useHydrated() && (
        <Button pending={pending} onClick={takeNote}>
          Take note of the change
        </Button>
      )}
      <span>
        {isNoted
          ? "Noted. Save again to store what you entered over it."
          : "Saving again then stores what you entered over it."}
      </span>
    </div>
  );
}
