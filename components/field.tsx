"use client";

import type { ComponentProps } from "react";
import clsx from "clsx";
import { useEarly } from "./early.ts";
import { useEntered } from "./entered.tsx";
import {
  controlClass,
  describedControl,
  FieldFrame,
  fileClass,
  type FieldTexts,
} from "./field-frame.tsx";

type Props = FieldTexts & Omit<ComponentProps<"input">, keyof FieldTexts>;

/** One line of text, a number, a date or a time. */
export function Field({ label, name, id, help, errors, className, ...input }: Props) {
  const texts = { label, name, id, help, errors };
  const entered = useEntered(name);
  const early = useEarly<HTMLInputElement>(input.onChange);
  const isSteered = "value" in input || input.type === "password" || input.type === "file";
  return (
    <FieldFrame {...texts}>
      <input
        {...input}
        {...(!isSteered && entered)}
        {...("value" in input && { ref: early })}
        {...describedControl(texts)}
        className={clsx(input.type === "file" ? fileClass : controlClass, className)}
      />
    </FieldFrame>
  );
}
