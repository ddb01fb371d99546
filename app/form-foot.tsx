import type { ReactNode } from "react";
import { FormMessage } from "#components/form-message.tsx";
import type { FormState } from "#lib/form-state.ts";

/** The end of a form: what became of it, right above the button that was pressed. */
export const FormFoot = ({ state, children }: { state: FormState; children: ReactNode }) => (
  <div>
    <div className="[&>:not(:empty)]:mb-4">
      <FormMessage state={state} />
    </div>
    {children}
  </div>
);
