"use client";

import { useQueryClient } from "@tanstack/react-query";
import type { FormAction } from "#components/form-action.ts";
import { useToldForm } from "#components/told-form.ts";

/** A form that steers a run: says what became of it, and has the run read anew. */
export function useSteering(steer: FormAction) {
  const queries = useQueryClient();
  const [act, pending] = useToldForm(steer, {
    hears: () => void queries.invalidateQueries({ queryKey: ["job-runs"] }),
  });
  return { act, pending };
}
