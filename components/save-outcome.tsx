import type { FormState } from "#lib/form-state.ts";
import { FormMessage } from "./form-message.tsx";

/** What became of a save, said where Save is, with room below once there is something to say. */
export function SaveOutcome({ state, saved }: { state: FormState; saved?: string | undefined }) {
  return (
    <div className="*:not-empty:mb-4">
      <FormMessage state={state} saved={saved} />
    </div>
  );
}
