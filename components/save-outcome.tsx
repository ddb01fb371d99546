import { FormMessage, type Outcome } from "./form-message.tsx";

/** What became of a save, said where Save is, with room below once there is something to say. */
export function SaveOutcome(outcome: Outcome) {
  return (
    <div className="*:not-empty:mb-4">
      <FormMessage {...outcome} />
    </div>
  );
}
