import type { ReactNode } from "react";
import { FormMessage } from "#components/form-message.tsx";
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
    <div className="[&>:not(:empty)]:mb-4">
      <FormMessage state={state} saved={saved} />
    </div>
    {children}
  </div>
);
