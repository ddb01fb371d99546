"use client";

import { useState } from "react";
import type { FormState } from "#lib/form-state.ts";

/** What became of the last of several forms that share one place to say it. */
export function useLatest(first: FormState, ...others: FormState[]): FormState {
  const states = [first, ...others];
  const [seen, setSeen] = useState(states);
  // After a plain post, the one that was sent.
  const [latest, setLatest] = useState(states.find(({ status }) => status !== "idle") ?? first);
  const answered = states.find((state, index) => state !== seen[index]);
  if (answered) {
    setSeen(states);
    setLatest(answered);
  }
  return latest;
}
