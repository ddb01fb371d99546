"use client";

import { useEffect, useState } from "react";
import { useRouter } from "next/navigation";
import { ConfirmDialog } from "./confirm-dialog.tsx";
import { leaveBackTo, leavingBackTo, leavingTo, onLeave } from "./leaving.ts";

/**
 * While `unsaved`, asks before a link, a search form, the search over screens, Back and Forward or the browser
 * leave what was entered behind.
 * One for each form; several of one page ask once.
 */
export function UnsavedChanges({ unsaved }: { unsaved: boolean }) {
  const router = useRouter();
  /** Goes where the person was about to go. */
  const [go, setGo] = useState<(() => void) | null>(null);
  useEffect(() => {
    if (!unsaved) return;
    const unload = (event: BeforeUnloadEvent) => event.preventDefault();
    // Before the router hears of it, which takes both over.
    const leave = (event: Event) => {
      const address = leavingTo(event);
      if (address === null) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      setGo(() => () => router.push(address));
    };
    const traverse = (event: NavigateEvent) => {
      const key = leavingBackTo(event);
      if (key === null) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      setGo(() => () => leaveBackTo(key));
    };
    window.addEventListener("beforeunload", unload);
    window.addEventListener("click", leave, { capture: true });
    window.addEventListener("submit", leave, { capture: true });
    const forget = onLeave((goOn) => setGo(() => goOn));
    // Not every browser has it; without it Back is not asked about.
    window.navigation?.addEventListener("navigate", traverse);
    return () => {
      window.removeEventListener("beforeunload", unload);
      window.removeEventListener("click", leave, { capture: true });
      window.removeEventListener("submit", leave, { capture: true });
      forget();
      window.navigation?.removeEventListener("navigate", traverse);
    };
  }, [unsaved, router]);
  // A page may have a hundred forms, of which few are ever asked about.
  if (!unsaved && go === null) return null;
  return (
    <ConfirmDialog
      open={go !== null}
      onOpenChange={(open) => !open && setGo(null)}
      title="Leave without saving?"
      confirm={{ label: "Leave without saving", cancel: "Stay on this page" }}
      onConfirm={() => go?.()}
    >
      <p>You changed something on this page and have not saved it. If you leave, it is lost.</p>
    </ConfirmDialog>
  );
}
