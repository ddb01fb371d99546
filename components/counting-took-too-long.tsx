"use client";

import { startTransition } from "react";
import { useRouter } from "next/navigation";
import { Button } from "./button.tsx";
import { Notice } from "./notice.tsx";

/** Stands for figures that were not counted in time. */
export function CountingTookTooLong({ seconds }: { seconds: number }) {
  const router = useRouter();
  return (
    <Notice tone="attention">
      <p role="status">
        Counting takes longer than {seconds} seconds, so it was given up. Nothing else is amiss.
      </p>
      <div className="mt-2">
        <Button onClick={() => startTransition(() => router.refresh())}>Ask again</Button>
      </div>
    </Notice>
  );
}
