import type { ComponentProps } from "react";
import clsx from "clsx";
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
  return (
    <FieldFrame {...texts}>
      <select {...select} {...describedControl(texts)} className={clsx(controlClass, className)}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </FieldFrame>
  );
}
