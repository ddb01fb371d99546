"use client";

import { memo, useEffect } from "react";
import clsx from "clsx";
import { toast } from "sonner";
import { useFormAction } from "#components/form-action.ts";
import { setEnabled } from "./actions.ts";
import type { LetterType } from "#db/queries/letter-types.ts";

/** A disabled type is not sent; what was sent follows its period all the same. */
export const EnabledForm = memo(function EnabledForm({ type }: { type: LetterType }) {
  const [state, save, pending] = useFormAction(setEnabled);
  useEffect(() => {
    if (state.status === "saved") toast(state.message);
    if (state.status === "refused") toast.error(state.message);
  }, [state]);
  return (
    <form action={save}>
      <input type="hidden" name="code" value={type.code} />
      <input type="hidden" name="version" value={type.version} />
      <input type="hidden" name="enabled" value={String(!type.enabled)} />
      <button
        type="submit"
        role="switch"
        aria-checked={type.enabled}
        aria-label={`Enabled: ${type.name}`}
        aria-disabled={pending || undefined}
        onClick={(event) => pending && event.preventDefault()}
        className="inline-flex min-h-7 items-center gap-2 rounded-md"
      >
        <span
          className={clsx(
            "flex h-5 w-9 items-center rounded-full border px-0.5",
            type.enabled
              ? "border-accent bg-accent justify-end"
              : "border-edge bg-canvas justify-start",
          )}
        >
          <span
            data-fill
            className={clsx("size-3.5 rounded-full", type.enabled ? "bg-on-accent" : "bg-edge")}
          />
        </span>
        <span aria-hidden>{type.enabled ? "Yes" : "No"}</span>
      </button>
      {/* With JavaScript a toast says so. */}
      {state.status === "refused" && (
        <noscript>
          <span className="text-danger">{state.message}</span>
        </noscript>
      )}
    </form>
  );
});
