"use client";

import { use, useState, useTransition } from "react";
import { useRouter } from "next/navigation";
import type { FormState } from "#lib/form-state.ts";
import { Button } from "./button.tsx";
import { useHydrated } from "./hydrated.ts";
import { VersionsOf } from "./version.tsx";

/**
 * What the second of two savers can do: look at what is saved now, beside what was entered, and take
 * note of it, which reads the version to save over while the fields keep what was entered. Where nothing
 * was, the page itself shows it.
 */
export function StaleChoice({ of: refusal, entered }: { of: FormState; entered: boolean }) {
  const router = useRouter();
  const versions = use(VersionsOf);
  const [pending, startTransition] = useTransition();
  // Somebody may save again meanwhile, which is another refusal.
  const [noted, setNoted] = useState<FormState | null>(null);
  // A page made anew by a plain post has read it already.
  const isHydrated = useHydrated();
  const isNoted = noted === refusal;
  const takeNote = () =>
    startTransition(() => {
      router.refresh();
      versions?.note();
      setNoted(refusal);
    });
  return (
    <div className="mt-2 flex flex-wrap items-center gap-3">
      {entered && (
        // An empty address is this page's own, with its filters.
        // oxlint-disable-next-line jsx-a11y/anchor-is-valid
        <a className="text-link" href="" target="_blank" rel="noopener">
          See what is saved now (new tab)
        </a>
      )}
      {isHydrated && (
        <Button pending={pending} onClick={takeNote}>
          {entered ? "Take note of the change" : "Show what is saved now"}
        </Button>
      )}
      <span>{entered ? overIt(isNoted) : anew(isNoted || !isHydrated)}</span>
    </div>
  );
}

const overIt = (isNoted: boolean) =>
  isNoted
    ? "Noted. Save again to store what you entered over it."
    : "What you entered is still here. Saving again then stores it over the change.";

const anew = (isShown: boolean) =>
  isShown ? "This is what is saved now. Choose again." : "Then choose again.";
