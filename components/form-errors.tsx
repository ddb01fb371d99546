"use client";

import { useEffect, useRef } from "react";
import type { FormState } from "#lib/form-state.ts";
import { fieldId } from "./field-errors.ts";
import { Notice } from "./notice.tsx";

interface Props {
  state: FormState;
  /** What people call each field, by its name. A field without a label here is named by its sentence alone. */
  labels: Partial<Record<string, string>>;
}

/** The summary on top of a form that was not accepted; takes the focus, and leads to each field. */
export function FormErrors({ state, labels }: Props) {
  const summary = useRef<HTMLDivElement>(null);
  const fields = state.status === "invalid" ? Object.entries(state.fields) : [];
  const wrong = fields.filter(([, sentences]) => sentences && sentences.length > 0);
  useEffect(() => {
    if (state.status === "invalid") summary.current?.focus();
  }, [state]);
  if (wrong.length === 0) return null;
  return (
    <div ref={summary} tabIndex={-1} role="alert" data-form-errors>
      <Notice tone="danger">
        <p className="font-medium">Nothing was saved. Mend this first:</p>
        <ul className="mt-1 list-disc pl-4">
          {wrong.map(([name, sentences]) => (
            <li key={name} className="py-0.5">
              {name === "" ? (
                sentences?.join(" ")
              ) : (
                <a className="text-link" href={`#${fieldId(name)}`}>
                  {labels[name] && `${labels[name]}: `}
                  {sentences?.join(" ")}
                </a>
              )}
            </li>
          ))}
        </ul>
      </Notice>
    </div>
  );
}
