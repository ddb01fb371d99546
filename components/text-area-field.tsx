"use client";

import type { ComponentProps } from "react";
import clsx from "clsx";
import { useEarly } from "./early.ts";
import { useEntered } from "./entered.tsx";
import { controlClass, describedControl, FieldFrame, type FieldTexts } from "./field-frame.tsx";

type Props = FieldTexts & Omit<ComponentProps<"textarea">, keyof FieldTexts>;

export function TextAreaField({ label, name, id, help, errors, className, ...area }: Props) {
  const texts = { label, name, id, help, errors };
  const entered = useEntered(name);
  const early = useEarly<HTMLTextAreaElement>(area.onChange);
  return (
    <FieldFrame {...texts}>
      <textarea
        rows={3}
        {...area}
        {...("value" in area ? { ref: early } : entered)}
        {...describedControl(texts)}
        className={clsx(controlClass, className)}
      />
    </FieldFrame>
  );
}
