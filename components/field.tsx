import type { ComponentProps } from "react";
import clsx from "clsx";
import { controlClass, describedControl, FieldFrame, type FieldTexts } from "./field-frame.tsx";

type Props = FieldTexts & Omit<ComponentProps<"input">, keyof FieldTexts>;

/** One line of text, a number, a date or a time. */
export function Field({ label, name, id, help, errors, className, ...input }: Props) {
  const texts = { label, name, id, help, errors };
  return (
    <FieldFrame {...texts}>
      <input {...input} {...describedControl(texts)} className={clsx(controlClass, className)} />
    </FieldFrame>
  );
}
