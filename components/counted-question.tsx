"use client";

import type { ComponentProps, ReactNode } from "react";
import { useQuery } from "@tanstack/react-query";
import { ConfirmDialog } from "./confirm-dialog.tsx";

interface Props<Found> extends Pick<
  ComponentProps<typeof ConfirmDialog>,
  "title" | "confirm" | "children"
> {
  /** What is asked when the question opens, told apart from others by its key. */
  queryKey: readonly unknown[];
  count: (signal: AbortSignal) => Promise<Found>;
  /** Said meanwhile. */
  counting: string;
  told: (found: Found) => ReactNode;
  /** Said where the count failed and the person may go on without it. */
  uncounted?: string;
  close: () => void;
  onConfirm: () => void;
}

/** Asks before a save, once it has counted what that would do. */
export function CountedQuestion<Found>({
  queryKey,
  count,
  counting,
  told,
  uncounted,
  close,
  onConfirm,
  children,
  ...dialog
}: Props<Found>) {
  const { data, error } = useQuery({
    queryKey,
    queryFn: ({ signal }) => count(signal),
    gcTime: 0,
    retry: false,
  });
  const goesOnUncounted = uncounted !== undefined && error !== null;
  return (
    <ConfirmDialog
      {...dialog}
      open
      onOpenChange={(open) => !open && close()}
      ready={data !== undefined || goesOnUncounted}
      onConfirm={onConfirm}
    >
      <p role="status">
        {error && [error.message, uncounted].filter(Boolean).join(" ")}
        {!error && data === undefined && counting}
        {data !== undefined && told(data)}
      </p>
      {children}
    </ConfirmDialog>
  );
}
