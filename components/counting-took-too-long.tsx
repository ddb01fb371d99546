"use client";

import { startTransition, type ReactNode } from "react";
import { useRouter } from "next/navigation";
import { Button } from "./button.tsx";
import { Notice } from "./notice.tsx";

/** Stands for figures that were not counted in time. */
export const CountingTookTooLong = ({ seconds }: { seconds: number }) => (
  <NotCounted>
    Counting takes longer than {seconds} seconds, so it was given up. Nothing else is amiss.
  </NotCounted>
);

/** The same for another reason. */
export function NotCounted({ children }: { children: ReactNode }) {
  const router = useRouter();
  return (
    <Notice tone="attention">
      <p role="status">{children}</p>
      <div className="mt-2">
        <Button onClick={() => startTransition(() => router.refresh())}>Ask again</Button>
      </div>
    </Notice>
  );
}
