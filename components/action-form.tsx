"use client";

import {
  createContext,
  Fragment,
  startTransition,
  use,
  useCallback,
  useEffect,
  useRef,
  useState,
} from "react";
import type { ComponentProps } from "react";
import { enteredIn, type FormState } from "#lib/form-state.ts";
import { Button } from "./button.tsx";
import { isTouched } from "./early.ts";
import { EnteredIn } from "./entered.tsx";
import { useHydrated, useServed } from "./hydrated.ts";
import { UnsavedChanges } from "./unsaved-changes.tsx";
import { VersionsOf } from "./version.tsx";

interface Props extends Omit<ComponentProps<"form">, "action"> {
  /** As useFormAction gives it. */
  action: (form: FormData) => void;
  state: FormState;
  /** Whether the form waits, as for an answer to a question; without JavaScript it never does. */
  holds?: (form: FormData) => boolean;
  /** Is empty again once it is saved, for the next thing that is added. */
  resets?: boolean;
  /** For what is entered by other means than the form's own fields. */
  hasChanged?: boolean;
}

const Changed = createContext(true);

/**
 * A form over a server action that keeps what was entered when it is refused (React would reset it), leads
 * to the first field that is wrong unless a summary does (FormErrors), knows whether anything changed, and asks before the page is left with changes unsaved. Without
 * JavaScript it is a plain form.
 */
export function ActionForm(props: Props) {
  const { action, state, holds, resets = false, hasChanged = false, ...rest } = props;
  const form = useRef<HTMLFormElement>(null);
  // How many changes there were, and how many of them were sent and saved: more may follow meanwhile.
  // A page made anew by a plain post shows what was not accepted.
  const [edits, setEdits] = useState(enteredIn(state) ? 1 : 0);
  const [sent, setSent] = useState(0);
  const [saved, setSaved] = useState(0);
  const [settled, setSettled] = useState(state);
  const [leave, setLeave] = useState<object | null>(null);
  const note = useCallback(() => setLeave({}), []);
  const [emptied, setEmptied] = useState(0);
  const [renewed, setRenewed] = useState(0);
  const renew = useCallback(() => setRenewed((count) => count + 1), []);
  if (settled !== state) {
    setSettled(state);
    if (state.status === "saved") {
      setSaved(sent);
      setLeave({});
      // What was entered meanwhile is of the next one.
      if (resets && edits === sent) setEmptied((count) => count + 1);
    }
  }
  // What was entered before the page's scripts were there is a change as well.
  const isServed = useServed();
  useEffect(() => {
    if (isServed && [...(form.current?.elements ?? [])].some(isTouched))
      setEdits((count) => count || 1);
  }, [isServed]);
  useEffect(() => {
    if (emptied > 0) form.current?.reset();
  }, [emptied]);
  useEffect(() => {
    if (state.status === "invalid" && form.current) leadToFault(form.current);
  }, [state]);
  const changed = edits > saved || hasChanged;
  return (
    <>
      <form
        {...rest}
        ref={form}
        action={action}
        onChange={(event) => {
          setEdits((count) => count + 1);
          setLeave(null);
          rest.onChange?.(event);
        }}
        onSubmit={(event) => {
          event.preventDefault();
          const { submitter } = event.nativeEvent;
          const entered = new FormData(event.currentTarget, submitter);
          setSent(edits);
          if (!holds?.(entered)) startTransition(() => action(entered));
        }}
      >
        <EnteredIn state={state}>
          <VersionsOf value={{ changed, leave, note, renew }}>
            <Changed value={changed}>
              <Fragment key={renewed}>{rest.children}</Fragment>
            </Changed>
          </VersionsOf>
        </EnteredIn>
      </form>
      {/* What was only searched for is no loss. */}
      <UnsavedChanges unsaved={changed && rest.role !== "search"} />
    </>
  );
}

/** The field has its sentence as its description, which is said with it. */
function leadToFault(form: HTMLFormElement): void {
  if (form.querySelector("[data-form-errors]")) return;
  const wrong = [...form.elements].find((one) => one.getAttribute("aria-invalid") === "true");
  const first = wrong instanceof HTMLFieldSetElement ? wrong.querySelector("input") : wrong;
  if (first instanceof HTMLElement) first.focus();
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
