import type { ReactNode } from "react";
import { CircleAlert } from "lucide-react";
import { fieldId } from "./field-errors.ts";

export interface FieldTexts {
  label: string;
  /** Unique in its page, unless `id` is given. */
  name: string;
  id?: string;
  help?: ReactNode;
  errors?: string[];
}

/** What a control needs to belong to its label, its help and its errors. */
export function describedControl({ name, id, help, errors }: Omit<FieldTexts, "label">) {
  const control = id ?? fieldId(name);
  const described = [help && `${control}-help`, errors?.length && `${control}-error`];
  return {
    id: control,
    name,
    "aria-describedby": described.filter(Boolean).join(" ") || undefined,
    "aria-invalid": errors?.length ? true : undefined,
  };
}

/** Label above, help under, error in its place. */
export function FieldFrame({ children, ...texts }: FieldTexts & { children: ReactNode }) {
  const { id } = describedControl(texts);
  return (
    <div className="grid max-w-[min(28rem,100%)] min-w-0 grid-cols-[minmax(0,1fr)] gap-1.5 max-sm:w-full">
      <label htmlFor={id} className="font-medium">
        {texts.label}
      </label>
      {children}
      <FieldNotes {...texts} />
    </div>
  );
}

export function FieldNotes({ help, errors, ...texts }: FieldTexts) {
  const { id } = describedControl(texts);
  return (
    <>
      {help && (
        <p id={`${id}-help`} className="text-muted text-xs text-pretty">
          {help}
        </p>
      )}
      {errors && errors.length > 0 && (
        <p id={`${id}-error`} className="text-danger flex items-start gap-1.5">
          <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
          <span>{errors.join(" ")}</span>
        </p>
      )}
    </>
  );
}

/** The browser's own button to choose files, as ours look. */
export const fileClass =
  "w-full min-w-0 file:mr-3 file:min-h-9 file:rounded-md file:border file:border-edge file:bg-canvas file:px-3 " +
  "file:py-1.5 file:text-sm file:font-medium file:text-ink hover:file:bg-hover";

export const controlClass =
  "min-h-9 w-full rounded-md border border-edge bg-canvas px-3 py-1.5 text-ink placeholder:text-muted " +
  "aria-invalid:border-danger disabled:opacity-60 [&[readonly]]:bg-side";
