"use client";

import { useFormAction } from "./form-action.ts";
import { useHydrated } from "./hydrated.ts";
import { useToldAction } from "./outcome-toast.ts";

/** A told action for a form's own `action`: without JavaScript it is posted as any other. */
export function useToldForm(
  ...[action, options]: Parameters<typeof useToldAction>
): ReturnType<typeof useToldAction> {
  const [, post] = useFormAction(action);
  const [send, pending] = useToldAction(action, options);
  return [useHydrated() ? send : post, pending];
}
