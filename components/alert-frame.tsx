"use client";

import { useState, type ReactNode } from "react";
import { AlertDialog } from "radix-ui";

interface Props {
  /** A Button; left out where `open` is held outside alone. */
  trigger?: ReactNode;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** Nothing else is to be seen meanwhile (globals.css). */
  covers?: boolean;
  children: ReactNode;
}

/** What has to be answered before anything else; the focus goes back to where it was. */
export function AlertFrame({ trigger, open, onOpenChange, covers, children }: Props) {
  const [wasOpen, setWasOpen] = useState(open);
  const [opener, setOpener] = useState<Element | null>(null);
  // Looked for while it is drawn: a menu that it was opened from is gone thereafter.
  if (wasOpen !== open) {
    setWasOpen(open);
    if (open) setOpener(focusedNow());
  }
  // Radix gives the focus back to a trigger alone.
  const giveFocusBack = (event: Event) => {
    if (trigger || !(opener instanceof HTMLElement)) return;
    event.preventDefault();
    opener.focus();
  };
  return (
    <AlertDialog.Root open={open} onOpenChange={onOpenChange}>
      {trigger && <AlertDialog.Trigger asChild>{trigger}</AlertDialog.Trigger>}
      <AlertDialog.Portal>
        <AlertDialog.Overlay
          data-covers={covers || undefined}
          className="bg-scrim fixed inset-0 z-40"
        />
        <AlertDialog.Content
          data-covers={covers || undefined}
          onCloseAutoFocus={giveFocusBack}
          className="border-edge bg-canvas fixed top-1/2 left-1/2 z-50 grid max-h-[90vh] w-[min(32rem,calc(100vw-2rem))] -translate-x-1/2 -translate-y-1/2 gap-4 overflow-y-auto rounded-md border p-5"
        >
          {children}
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}

/** What has the focus; of a menu the button that it belongs to. */
function focusedNow(): Element | null {
  const { activeElement } = document;
  const menu = activeElement?.closest("[role=menu]");
  return menu ? document.getElementById(menu.getAttribute("aria-labelledby") ?? "") : activeElement;
}
