"use client";

import { useLinkStatus } from "next/link";
import clsx from "clsx";
import { LoaderCircle } from "lucide-react";

/**
 * In a link that leads to another page of a list: says that it is waited for, once that is felt (a tenth
 * of a second, globals.css). Beside the words, in room that is there: nothing moves.
 */
export function LinkPending({ className }: { className: string }) {
  const { pending } = useLinkStatus();
  return (
    pending && (
      <LoaderCircle
        role="img"
        aria-label="Loading"
        className={clsx("awaited absolute size-3", className)}
      />
    )
  );
}
