"use client";

import { memo, type MouseEvent } from "react";
import { useFormAction } from "#components/form-action.ts";
import { useOutcomeToast, useToldAction } from "#components/outcome-toast.ts";
import { Switch } from "#components/switch.tsx";
import { noteOwnSave } from "#components/version.tsx";
import type { LetterType } from "#db/queries/letter-types.ts";
import { setEnabled } from "./actions.ts";
import { enabledFormId, letterRow, rowValue } from "./schema.ts";

/** The two forms that the switches of all rows post before hydration: one for each would take a page's time. */
export function EnabledForms() {
  const [state, save] = useFormAction(setEnabled);
  useOutcomeToast(state);
  return (
    <>
      {[true, false].map((enabled) => (
        <form key={String(enabled)} id={enabledFormId(enabled)} action={save} className="hidden">
          <input type="hidden" name="enabled" value={String(enabled)} />
        </form>
      ))}
      {/* With JavaScript a toast says so. */}
      {state.status === "refused" && (
        <noscript>
          <p className="text-danger">{state.message}</p>
        </noscript>
      )}
    </>
  );
}

/**
 * A disabled type is not sent; what was sent follows its period all the same. Each switch is under way by
 * itself: another one waits for its turn, and the row's own version goes with it.
 */
export const EnabledSwitch = memo(function EnabledSwitch({ type }: { type: LetterType }) {
  const { name, enabled } = type;
  // The row may leave the list by it. What was saved names its type, a refusal does not.
  const [save, pending] = useToldAction(setEnabled, {
    of: name,
    hears: ({ status }) => status === "saved" && noteOwnSave(letterRow(type.code), type.version),
  });
  const send = (event: MouseEvent<HTMLButtonElement>) => {
    event.preventDefault();
    save(new FormData(event.currentTarget.form ?? undefined, event.currentTarget));
  };
  return (
    <Switch
      form={enabledFormId(!enabled)}
      name="row"
      value={rowValue(type)}
      aria-label={`Enabled: ${name}`}
      on={enabled}
      words={{ on: "Yes", off: "No" }}
      pending={pending}
      onClick={send}
    />
  );
});
