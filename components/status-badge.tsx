"use client";

import type { ReactNode } from "react";
import clsx from "clsx";
import { Circle, CircleAlert, CircleCheck, CircleDot, TriangleAlert } from "lucide-react";
import type { Tone } from "./notice.tsx";

const looks: Record<Tone | "neutral", { icon: typeof Circle; colours: string }> = {
  good: { icon: CircleCheck, colours: "bg-good-soft text-good" },
  attention: { icon: TriangleAlert, colours: "bg-attention-soft text-attention" },
  danger: { icon: CircleAlert, colours: "bg-danger-soft text-danger" },
  information: { icon: CircleDot, colours: "bg-information-soft text-information" },
  neutral: { icon: Circle, colours: "bg-hover text-muted" },
};

/** A status in words; shape and colour only repeat them. */
export function StatusBadge({ tone, children }: { tone: Tone | "neutral"; children: ReactNode }) {
  const { icon: Icon, colours } = looks[tone];
  return (
    <span
      data-badge
      className={clsx(
        "inline-flex items-center gap-1.5 rounded-full border border-transparent px-2 py-0.5 text-xs font-medium whitespace-nowrap",
        colours,
      )}
    >
      <Icon aria-hidden className="size-3.5 shrink-0" />
      {children}
    </span>
  );
}
