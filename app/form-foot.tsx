import type { ReactNode } from "react";
import type { Outcome } from "#components/form-message.tsx";
import { SaveOutcome } from "#components/save-outcome.tsx";

interface Props extends Outcome {
  children: ReactNode;
}

/** The end of a form: what became of it, right above the button that was pressed. */
export const FormFoot = ({ children, ...outcome }: Props) => (
  <div>
    <SaveOutcome {...outcome} />
    {children}
  </div>
);
