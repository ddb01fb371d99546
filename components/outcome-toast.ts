"use client";

import { useEffect } from "react";
import { toast } from "sonner";
import type { FormState } from "#lib/form-state.ts";

/** What became of an action whose form has no room to say it. `of` names what was refused, among many. */
export function tellOutcome(state: FormState, of?: string): void {
  if (state.status === "saved") toast(state.message);
  if (state.status !== "refused") return;
  if (of) toast.error(of, { description: state.message });
  else toast.error(state.message);
}

/** The same for each answer of a form. */
export const useOutcomeToast = (state: FormState): void =>
  useEffect(() => tellOutcome(state), [state]);
