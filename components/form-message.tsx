import type { FormState } from "#lib/form-state.ts";
import { Notice } from "./notice.tsx";
import { StaleChoice } from "./stale-choice.tsx";

export interface Outcome {
  state: FormState;
  /** Said where the answer has no sentence of its own. */
  saved?: string | undefined;
  /** False where there is nothing to enter, as in a row's buttons. */
  entered?: boolean | undefined;
}

/** What became of a form, said to everyone: status when saved, alert when refused. Always mounted. */
export function FormMessage({ state, saved = "Saved.", entered = true }: Outcome) {
  return (
    <>
      <div role="status">
        {state.status === "saved" && <Notice tone="good">{state.message ?? saved}</Notice>}
      </div>
      <div role="alert">
        {state.status === "refused" && (
          <Notice tone="danger">
            <p>{state.message}</p>
            {state.stale && <StaleChoice of={state} entered={entered} />}
          </Notice>
        )}
      </div>
    </>
  );
}
