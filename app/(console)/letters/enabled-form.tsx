"use client";

import { memo, useEffect } from "react";
import clsx from "clsx";
import { toast } from "sonner";
import { useFormAction } from "#components/form-action.ts";
import type { LetterType } from "#db/queries/letter-types.ts";
import { setEnabled } from "./actions.ts";
import { enabledFormId, rowValue } from "./schema.ts";

/** The two forms that the switches of all rows send: a form of its own for each would take a page's time. */
export function EnabledForms() {
  const [state, save, pending] = useFormAction(setEnabled);
  useEffect(() => {
    if (state.status === "saved") toast(state.message);
    if (state.status === "refused") toast.error(state.message);
  }, [state]);
  return (
    <>
      {[true, false].map((enabled) => (
        <form
          key={String(enabled)}
          id={enabledFormId(enabled)}
          action={save}
          onSubmit={(event) => pending && event.preventDefault()}
          className="hidden"
        >
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

/** A disabled type is not sent; what was sent follows its period all the same. */
export const EnabledSwitch = memo(function EnabledSwitch({ type }: { type: LetterType }) {
  const { name, enabled } = type;
  return (
    <button
      type="submit"
      form={enabledFormId(!enabled)}
      name="row"
      value={rowValue(type)}
      role="switch"
      aria-checked={enabled}
      aria-label={`Enabled: ${name}`}
      className="inline-flex min-h-7 items-center gap-2 rounded-md"
    >
      <span
        className={clsx(
          "flex h-5 w-9 items-center rounded-full border px-0.5",
          enabled ? "border-accent bg-accent justify-end" : "border-edge bg-canvas justify-start",
        )}
      >
        <span
          data-fill
          className={clsx("size-3.5 rounded-full", enabled ? "bg-on-accent" : "bg-edge")}
        />
      </span>
      <span aria-hidden>{enabled ? "Yes" : "No"}</span>
    </button>
  );
});
