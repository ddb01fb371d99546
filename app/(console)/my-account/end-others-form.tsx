"use client";

import { Button } from "#components/button.tsx";
import { useFormAction } from "#components/form-action.ts";
import { FormFoot } from "#app/form-foot.tsx";
import { endOthers } from "./actions.ts";

/** Stays when there is nowhere else any more, to say so. */
export function EndOthersForm() {
  const [state, end, pending] = useFormAction(endOthers);
  return (
    <form action={end}>
      <FormFoot state={state}>
        <Button type="submit" pending={pending}>
          Sign out everywhere else
        </Button>
      </FormFoot>
    </form>
  );
}
