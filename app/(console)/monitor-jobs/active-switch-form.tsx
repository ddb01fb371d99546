"use client";

import { useFormAction } from "#components/form-action.ts";
import { useOutcomeToast } from "#components/outcome-toast.ts";
import { Switch } from "#components/switch.tsx";
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
      <Switch
        aria-label={`Active: ${title}`}
        on={active}
        words={{ on: "Active", off: "Inactive" }}
        pending={pending}
      />
      {/* With JavaScript a toast says so. */}
      {state.status === "refused" && (
        <noscript>
          <span className="text-danger">{state.message}</span>
        </noscript>
      )}
    </form>
  );
}
