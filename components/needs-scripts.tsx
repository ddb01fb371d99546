"use client";

import type { ReactNode } from "react";
import { useHydrated } from "./hydrated.ts";
import { Notice } from "./notice.tsx";

interface Props {
  /** What cannot be done without JavaScript, and how else it can. */
  without: ReactNode;
  children: ReactNode;
}

/**
 * Controls that work by the page's scripts alone. They are out of reach until those are there, so that
 * nothing is chosen that would be lost.
 */
export const NeedsScripts = ({ without, children }: Props) => (
  <>
    <noscript>
      <Notice tone="attention">{without}</Notice>
    </noscript>
    <div inert={!useHydrated()} className="contents">
      {children}
    </div>
  </>
);
