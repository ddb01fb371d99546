"use client";

import clsx from "clsx";
import { useFormAction } from "#components/form-action.ts";
import { useOutcomeToast } from "#components/outcome-toast.ts";
import { setActive } from "./actions.ts";

interface Props {
  job: string;
  version: number;
  active: boolean;
  title: string;
}

export function ActiveSwitchForm({ job, version, active, title }: Props) {
  const [state, save, pending] = useFormAction(setActive);
  useOutcomeToast(state);
  return (
    <form action={save}>
      <input type="hidden" name="job" value={job} />
      <input type="hidden" name="version" value={version} />
      <input type="hidden" name="active" value={String(!active)} />
      <button
        type="submit"
        role="switch"
        aria-checked={active}
        aria-label={`Active: ${title}`}
        aria-disabled={pending || undefined}
        className="inline-flex min-h-7 items-center gap-2 rounded-md"
      >
        <span
          className={clsx(
            "flex h-5 w-9 items-center rounded-full border px-0.5",
            active ? "border-accent bg-accent justify-end" : "border-edge bg-canvas justify-start",
          )}
        >
          <span
            data-fill
            className={clsx("size-3.5 rounded-full", active ? "bg-on-accent" : "bg-edge")}
          />
        </span>
        <span aria-hidden>{active ? "Active" : "Inactive"}</span>
      </button>
      {/* With JavaScript a toast says so. */}
      {state.status === "refused" && (
        <noscript>
          <span className="text-danger">{state.message}</span>
        </noscript>
      )}
    </form>
  );
}
