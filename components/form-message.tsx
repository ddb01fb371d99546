import type { FormState } from "#lib/form-state.ts";
import { Notice } from "./notice.tsx";
import { StaleChoice } from "./stale-choice.tsx";

/** What became of a form, said to everyone: status when saved, alert when refused. Always mounted. */
export function FormMessage({
  state,
  saved = "Saved.",
}: {
  state: FormState;
  saved?: string | undefined;
}) {
  return (
    <>
      <div role="status">
        {state.status === "saved" && <Notice tone="good">{state.message ?? saved}</Notice>}
      </div>
      <div role="alert">
        {state.status === "refused" && (
          <Notice tone="danger">
            <p>{state.message}</p>
            {state.stale && <StaleChoice of={state} />}
          </Notice>
        )}
      </div>
    </>
  );
}
