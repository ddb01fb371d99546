"use client";

import { useEffect } from "react";
import { usePathname } from "next/navigation";
import { toast, Toaster as Sonner } from "sonner";

/**
 * Outcomes of what was done outside a form, none of them behind another. Told by `outcome-toast.ts`. A
 * refusal goes with the page that it is of.
 */
export function Toaster() {
  const page = usePathname();
  return (
    <>
      <RefusalsOfPage key={page} />
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
    </>
  );
}

function RefusalsOfPage() {
  useEffect(() => forgetRefusals, []);
  return null;
}

function forgetRefusals(): void {
  for (const told of toast.getToasts())
    if ("type" in told && told.type === "error") toast.dismiss(told.id);
}
