"use client";

import { useActionState, useState, useTransition } from "react";
import { unstable_rethrow } from "next/navigation";
import type { FormState } from "#lib/form-state.ts";
import { useHydrated } from "./hydrated.ts";

export type FormAction = (state: FormState, form: FormData) => Promise<FormState>;

/**
 * A form's server action with what it answers. Where no answer comes (the network, a restart, a fault of
 * Lethe), the form stays with all that was entered, and says so. Until hydration the action is passed as
 * it is, for those without JavaScript. `saved` hears what was sent and accepted, before the page is made anew.
 */
export const useFormAction = (action: FormAction, saved?: (sent: FormData) => void) =>
  useActionState(useHydrated() ? answered(action, saved) : action, idle);

/** For what a screen sends by itself, too. */
export const answered =
  (action: FormAction, saved?: (sent: FormData) => void): FormAction =>
  async (state, form) => {
    try {
      const answer = await action(state, form);
      if (answer.status === "saved") saved?.(form);
      return answer;
    } catch (error) {
      // A redirect is one too.
      unstable_rethrow(error);
      return { status: "refused", message: sentenceOf(error) };
    }
  };

const idle: FormState = { status: "idle" };

/**
 * The same for a form that stands in every row of a table. What a plain post of it needs is made once, by
 * the table's own useFormAction: for a hundred forms the server would take longer than for the page.
 */
export function useRowAction(
  action: FormAction,
  plain: { state: FormState | undefined; action: (form: FormData) => void },
): ReturnType<typeof useFormAction> {
  const [state, setState] = useState(plain.state ?? idle);
  const [pending, startTransition] = useTransition();
  const send = (form: FormData) =>
    startTransition(async () => {
      const answer = await answered(action)(state, form);
      startTransition(() => setState(answer));
    });
  return [state, useHydrated() ? send : plain.action, pending];
}

/** Next gives the error of a server that answered a digest, under which its log tells of it. */
const sentenceOf = (error: unknown) =>
  error instanceof Error && "digest" in error && typeof error.digest === "string"
    ? `Something went wrong in Lethe. Its log tells of it under ${error.digest}. Nothing is saved by half, and what you entered is still here.`
    : "Lethe did not answer. What you entered is still here, and may have been saved: look in another tab before you try again.";
