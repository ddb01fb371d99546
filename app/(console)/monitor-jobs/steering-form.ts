"use client";

import { useEffect } from "react";
import { useQueryClient } from "@tanstack/react-query";
import { useFormAction } from "#components/form-action.ts";
import { useOutcomeToast } from "#components/outcome-toast.ts";
import type { FormState } from "#lib/form-state.ts";

type Steer = (previous: FormState, form: FormData) => Promise<FormState>;

/** A form that steers a run: says what became of it, and has the run read anew. */
export function useSteering(steer: Steer) {
  const [state, act, pending] = useFormAction(steer);
  const queries = useQueryClient();
  useOutcomeToast(state);
  useEffect(() => {
    if (state.status !== "idle") void queries.invalidateQueries({ queryKey: ["job-runs"] });
  }, [state, queries]);
  return { act, pending };
}
