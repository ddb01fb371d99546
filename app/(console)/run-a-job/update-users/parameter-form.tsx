"use client";

import { useState, type ReactNode } from "react";
import { CheckboxField } from "#components/checkbox-field.tsx";
import type { FormState } from "#lib/form-state.ts";
import type { UpdateChanges } from "#lib/update-fields.ts";
import { updateHelp } from "#lib/help/run-a-job.ts";
import { errorsOf, nameOf } from "./schema.ts";

interface Props {
  parameter: keyof UpdateChanges;
  state: FormState;
  children: ReactNode;
}

/** A tick box of its own; what it asks for stands below it, once it is ticked. */
export function Parameter({ parameter, state, children }: Props) {
  const [ticked, setTicked] = useState(false);
  return (
    <fieldset className="grid min-w-0 gap-3 border-b py-2">
      <legend className="sr-only">{updateHelp[parameter].label}</legend>
      <CheckboxField
        {...updateHelp[parameter]}
        name={nameOf(parameter, "on")}
        checked={ticked}
        onChange={({ target }) => setTicked(target.checked)}
        errors={errorsOf(state, parameter, "on")}
      />
      {ticked && (
        <div className="grid grid-cols-[repeat(auto-fit,minmax(min(14rem,100%),1fr))] items-start gap-4 pb-3 pl-6.5">
          {children}
        </div>
      )}
    </fieldset>
  );
}
