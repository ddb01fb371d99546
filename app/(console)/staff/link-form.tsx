"use client";

import { Button } from "#components/button.tsx";
import { useFormAction } from "#components/form-action.ts";
import type { StaffRow } from "#db/queries/staff-list.ts";
import { makeLink } from "./actions.ts";
import { KnownFields } from "./known-fields-view.tsx";
import { OneTimeLink } from "./one-time-link-view.tsx";

export function LinkForm({ person }: { person: StaffRow }) {
  const [state, make, pending] = useFormAction(makeLink);
  return (
    <form action={make} className="grid gap-4">
      <KnownFields person={person} />
      <OneTimeLink state={state} />
      <div>
        <Button type="submit" pending={pending}>
          Make a new link
        </Button>
      </div>
    </form>
  );
}
