import type { ReactNode } from "react";
import { SaveOutcome } from "#components/save-outcome.tsx";
import type { FormState } from "#lib/form-state.ts";

interface Props {
  state: FormState;
  /** Said where the answer has no sentence of its own. */
  saved?: string;
  children: ReactNode;
}

/** The end of a form: what became of it, right above the button that was pressed. */
export const FormFoot = ({ state, saved, children }: Props) => (
  <div>
    <SaveOutcome state={state} saved={saved} />
    {children}
  </div>
);
