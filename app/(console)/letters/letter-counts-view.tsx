"use client";

import { createContext, use, useEffect, useState, type ReactNode } from "react";
import { formatCount } from "#lib/format.ts";
import type { LetterCount, LetterCounts } from "./letter-types-query.ts";

const Known = createContext<LetterCounts | null | undefined>(undefined);

interface Props {
  /** Come later; null when counting took too long. */
  counts: Promise<LetterCounts | null>;
  children: ReactNode;
}

/** Around the cells that show counts: all of them wait for one answer, and keep it until there is a newer one. */
export function LetterCountsOf({ counts, children }: Props) {
  const [known, setKnown] = useState<LetterCounts | null>();
  useEffect(() => {
    let isNewest = true;
    // Where it fails, the page itself says so.
    const tell = (told: LetterCounts | null) => isNewest && setKnown(told);
    counts.then(tell, () => {});
    return () => {
      isNewest = false;
    };
  }, [counts]);
  return <Known value={known}>{children}</Known>;
}

export function Counted({ code, of }: { code: string; of: keyof LetterCount }) {
  const known = use(Known);
  if (known === undefined) return <span className="text-muted">…</span>;
  return known ? formatCount(known[code]?.[of] ?? 0) : "–";
}
