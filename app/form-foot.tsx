import type { ReactNode } from "react";
import { SaveOutcome } from "#components/save-outcome.tsx";
import type { FormState } from "#lib/form-state.ts";

/** The end of a form: what became of it, right above the button that was pressed. */
export const FormFoot = ({ state, children }: { state: FormState; children: ReactNode }) => (
  <div>
    <SaveOutcome state={state} />
    {children}
  </div>
);
