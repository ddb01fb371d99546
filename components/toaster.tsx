"use client";

import { Toaster as Sonner } from "sonner";

/** Outcomes of what was done outside a form, none of them behind another. Told by `outcome-toast.ts`. */
export const Toaster = () => (
  <Sonner
    position="bottom-right"
    expand
    toastOptions={{
      unstyled: true,
      className:
        "flex w-full items-start gap-2 rounded-md border border-edge bg-canvas p-3 text-sm text-ink",
      closeButtonAriaLabel: "Close this message",
      // The first in the toast, and the last to be seen.
      classNames: {
        closeButton: "order-last ml-auto grid size-6 shrink-0 place-items-center rounded-md",
      },
    }}
  />
);
