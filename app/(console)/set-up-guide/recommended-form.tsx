"use client";

import { Button } from "#components/button.tsx";
import { useFormAction } from "#components/form-action.ts";
import { FormFoot } from "#app/form-foot.tsx";
import { startAnonymization, startLetters, startPurge } from "./actions.ts";
import { recommended } from "./schema.ts";

const actions = { anonymization: startAnonymization, letters: startLetters, purge: startPurge };

interface Props {
  clock: keyof typeof recommended;
  /** Once it runs, only what became of the button is said. */
  isDone: boolean;
  /** Of the step that it belongs to. */
  titleId: string;
}

/** Sets what is recommended for a clock, all of it at once. */
export function RecommendedForm({ clock, isDone, titleId }: Props) {
  const [state, start, pending] = useFormAction(actions[clock]);
  return (
    <form action={start} className="grid gap-2">
      {!isDone && <p className="text-muted max-w-prose">{recommended[clock]}</p>}
      <FormFoot state={state}>
        {!isDone && (
          <Button type="submit" variant="primary" pending={pending} aria-describedby={titleId}>
            Start as recommended
          </Button>
        )}
      </FormFoot>
    </form>
  );
}
