"use client";

import type { ComponentProps } from "react";
import { useEarly } from "./early.ts";
import { useTicked } from "./entered.tsx";
import { describedControl, FieldNotes, type FieldTexts } from "./field-frame.tsx";

type Props = FieldTexts & Omit<ComponentProps<"input">, keyof FieldTexts | "type">;

/** A box and its label beside it. For several boxes of one name give each its `id`. */
export function CheckboxField({ label, name, id, help, errors, ...input }: Props) {
  const texts = { label, name, id, help, errors };
  const control = describedControl(texts);
  const ticked = useTicked(name, String(input.value ?? "on"));
  const early = useEarly<HTMLInputElement>(input.onChange);
  return (
    <div>
      <div className="flex min-h-6 items-start gap-2.5">
        <input
          {...input}
          {...("checked" in input ? { ref: early } : ticked)}
          {...control}
          type="checkbox"
          className="accent-accent mt-0.5 size-4 shrink-0"
        />
        <label htmlFor={control.id} className="pb-1">
          {label}
        </label>
      </div>
      <div className="grid gap-1 pl-6.5 empty:hidden">
        <FieldNotes {...texts} />
      </div>
    </div>
  );
}
