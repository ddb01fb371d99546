import type { ReactNode } from "react";

/** Why there is nothing here, and what to do. */
export function EmptyState({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="grid max-w-prose justify-items-start gap-2 border-y py-8">
      <p className="text-base font-medium">{title}</p>
      {children}
    </div>
  );
}
