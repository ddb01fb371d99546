"use client";

import { useEffect, useState } from "react";
import { useRouter } from "next/navigation";
import { ConfirmDialog } from "./confirm-dialog.tsx";
import { leavingTo } from "./leaving.ts";

/**
 * While `unsaved`, asks before a link, a search form or the browser leaves what was entered behind.
 * One for each form; several of one page ask once.
 */
export function UnsavedChanges({ unsaved }: { unsaved: boolean }) {
  const router = useRouter();
  const [to, setTo] = useState<string | null>(null);
  useEffect(() => {
    if (!unsaved) return;
    const unload = (event: BeforeUnloadEvent) => event.preventDefault();
    // Before the router hears of it, which takes both over.
    const leave = (event: Event) => {
      const address = leavingTo(event);
      if (address === null) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      setTo(address);
    };
    window.addEventListener("beforeunload", unload);
    window.addEventListener("click", leave, { capture: true });
    window.addEventListener("submit", leave, { capture: true });
    return () => {
      window.removeEventListener("beforeunload", unload);
      window.removeEventListener("click", leave, { capture: true });
      window.removeEventListener("submit", leave, { capture: true });
    };
  }, [unsaved]);
  return (
    <ConfirmDialog
      open={to !== null}
      onOpenChange={(open) => !open && setTo(null)}
      title="Leave without saving?"
      confirm={{ label: "Leave without saving", cancel: "Stay on this page" }}
      onConfirm={() => {
        if (to !== null) router.push(to);
      }}
    >
      <p>You changed something on this page and have not saved it. If you leave, it is lost.</p>
    </ConfirmDialog>
  );
}
