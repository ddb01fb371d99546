"use client";

import { createContext, startTransition, use, useState, type ComponentProps } from "react";
import type { FormState } from "#lib/form-state.ts";
import { Button } from "./button.tsx";
import { useHydrated } from "./hydrated.ts";
import { UnsavedChanges } from "./unsaved-changes.tsx";

interface Props extends Omit<ComponentProps<"form">, "action"> {
  /** As useFormAction gives it. */
  action: (form: FormData) => void;
  state: FormState;
  /** For what is entered by other means than the form's own fields. */
  hasChanged?: boolean;
  /** Looks at what is about to be sent; true where it asks the person first, and sends it itself. */
  asksFirst?: (form: FormData) => boolean;
}

const Changed = createContext(true);

/**
 * A form over a server action that keeps what was entered when it is refused (React would reset it),
 * knows whether anything changed, and asks before the page is left with changes unsaved. Without
 * JavaScript it is a plain form.
 */
export function ActionForm({
  action,
  state,
  hasChanged = false,
  asksFirst,
  children,
  ...rest
}: Props) {
  // How many changes there were, and how many of them were sent and saved: more may follow meanwhile.
  const [edits, setEdits] = useState(0);
  const [sent, setSent] = useState(0);
  const [saved, setSaved] = useState(0);
  const [settled, setSettled] = useState(state);
  if (settled !== state) {
    setSettled(state);
    if (state.status === "saved") setSaved(sent);
  }
  const changed = edits > saved || hasChanged;
  return (
    <>
      <form
        {...rest}
        action={action}
        onChange={(event) => {
          setEdits((count) => count + 1);
          rest.onChange?.(event);
        }}
        onSubmit={(event) => {
          event.preventDefault();
          const { submitter } = event.nativeEvent;
          const form = new FormData(event.currentTarget, submitter);
          setSent(edits);
          if (!asksFirst?.(form)) startTransition(() => action(form));
        }}
      >
        <Changed value={changed}>{children}</Changed>
      </form>
      {/* What was only searched for is no loss. */}
      <UnsavedChanges unsaved={changed && rest.role !== "search"} />
    </>
  );
}

/** Save, once per page: asleep until something changed. Awake before hydration, for those without JavaScript. */
export function SaveButton({
  pending,
  children = "Save",
}: {
  pending: boolean;
  children?: string;
}) {
  const changed = use(Changed);
  const isHydrated = useHydrated();
  return (
    <Button type="submit" variant="primary" pending={pending} disabled={isHydrated && !changed}>
      {children}
    </Button>
  );
}
