"use client";

import { useCallback, useEffect, useRef, useTransition } from "react";
import { useRouter } from "next/navigation";
import { toast } from "sonner";
import type { FormState } from "#lib/form-state.ts";
import { answered, type FormAction } from "./form-action.ts";

/**
 * Says what became of an action whose form has no room for it. A refusal stays until it is closed or the
 * next outcome takes its place; where somebody else saved first, the page shows what is saved now. `of`
 * names what was refused, among many.
 */
export function useTellOutcome(of?: string): (state: FormState) => void {
  const router = useRouter();
  const refused = useRef<string | number>(null);
  return useCallback(
    (state) => {
      if (state.status === "idle") return;
      if (refused.current !== null) toast.dismiss(refused.current);
      if (state.status === "saved" && state.message) toast(state.message);
      if (state.status !== "refused") return;
      const message = state.stale
        ? `${state.message} This is what is saved now: choose again.`
        : state.message;
      refused.current = toast.error(of ?? message, {
        ...(of && { description: message }),
        duration: Infinity,
        closeButton: true,
      });
      if (state.stale) router.refresh();
    },
    [of, router],
  );
}

/** The same for each answer of a form. */
export function useOutcomeToast(state: FormState): void {
  const tell = useTellOutcome();
  useEffect(() => tell(state), [tell, state]);
}

/** There is no field beside which it could stand. */
const asRefused = (state: FormState): FormState =>
  state.status === "invalid"
    ? { status: "refused", message: Object.values(state.fields).flat().join(" ") }
    : state;

/** An action whose button may go by it: what became of it is told apart, once `hears` has it. */
export function useToldAction(
  action: FormAction,
  { of, hears }: { of?: string; hears?: (state: FormState) => void } = {},
): [send: (form: FormData) => void, pending: boolean] {
  const [pending, startTransition] = useTransition();
  const tell = useTellOutcome(of);
  const send = (form: FormData) =>
    startTransition(async () => {
      const state = await answered(action)({ status: "idle" }, form);
      hears?.(state);
      tell(asRefused(state));
    });
  return [send, pending];
}
