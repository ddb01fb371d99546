"use client";

import type { ComponentProps } from "react";
import clsx from "clsx";
import { useEarly } from "./early.ts";
import { useEntered } from "./entered.tsx";
import { controlClass, describedControl, FieldFrame, type FieldTexts } from "./field-frame.tsx";

export interface Option {
  value: string;
  label: string;
}

type Props = FieldTexts &
  Omit<ComponentProps<"select">, keyof FieldTexts | "children"> & { options: readonly Option[] };

/** One choice of a list; the platform's own control. */
export function SelectField(props: Props) {
  const { label, name, id, help, errors, options, className, ...select } = props;
  const texts = { label, name, id, help, errors };
  const entered = useEntered(name);
  const early = useEarly<HTMLSelectElement>(select.onChange);
  return (
    <FieldFrame {...texts}>
      <select
        {...select}
        {...("value" in select ? { ref: early } : entered)}
        {...describedControl(texts)}
        className={clsx(controlClass, className)}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </FieldFrame>
  );
}
