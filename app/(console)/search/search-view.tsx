"use client";

import { useEffect, useRef, useState } from "react";
import dynamic from "next/dynamic";
import { Search as Glass } from "lucide-react";
import type { StaffRole } from "#lib/permissions.ts";
import { navigationId } from "../navigation-id.ts";

/** With every help text of the console: it comes when it is asked for. */
const load = () => import("./search-dialog-view.tsx");
const SearchDialog = dynamic(() => load().then((file) => file.SearchDialog), { ssr: false });

/** The way to every screen and setting, by its button and by Ctrl-K or Cmd-K. */
export function Search({ roles }: { roles: readonly StaffRole[] }) {
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const before = useRef<Element>(null);
  const open = () => {
    before.current = document.activeElement;
    // Else the menu, which is above everything on narrow screens, would cover it.
    document.getElementById(navigationId)?.hidePopover();
    setOpen(true);
  };
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
      if (event.key.toLowerCase() !== "k") return;
      event.preventDefault();
      button.current?.click();
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, []);
  const giveFocusBack = () => {
    const back = before.current;
    const isThere = back instanceof HTMLElement && back !== document.body && back.checkVisibility();
    (isThere ? back : document.getElementById("main"))?.focus();
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        onClick={open}
        onPointerEnter={() => void load()}
        onFocus={() => void load()}
        aria-keyshortcuts="Control+K Meta+K"
        className="border-edge bg-canvas text-muted flex min-h-9 w-full items-center gap-2 rounded-md border px-2.5 text-left"
      >
        <Glass aria-hidden className="size-4 shrink-0" />
        <span className="flex-1">Find a setting</span>
        <kbd aria-hidden className="font-sans text-xs">
          Ctrl K
        </kbd>
      </button>
      {isOpen && (
        <SearchDialog roles={roles} close={() => setOpen(false)} giveFocusBack={giveFocusBack} />
      )}
    </>
  );
}
