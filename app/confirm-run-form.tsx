"use client";

import {
  createContext,
  startTransition,
  use,
  useState,
  useTransition,
  type ReactNode,
} from "react";
import { useRouter } from "next/navigation";
import { Button } from "#components/button.tsx";
import { ConfirmDialog } from "#components/confirm-dialog.tsx";
import { fieldErrors } from "#components/field-errors.ts";
import { useFormAction } from "#components/form-action.ts";
import { FormMessage } from "#components/form-message.tsx";
import { Notice } from "#components/notice.tsx";
import { formatCount } from "#lib/format.ts";
import type { FormState } from "#lib/form-state.ts";

interface Props {
  action: (state: FormState, form: FormData) => Promise<FormState>;
  /** What is sent besides the number. */
  fields?: Record<string, string>;
  /** The number of the preview, which has to be typed. */
  confirm: number;
  /** "Purge 1,204 users" */
  does: string;
  /** The safe choice. */
  keeps: string;
  /** What goes, and what stays. */
  children: ReactNode;
  /** Why there is no way back. */
  noUndo?: string;
  /** Makes the preview again, where it is not the page's own. */
  lookAnew?: () => void;
}

const removed =
  "There is no undo. Backups of the database keep what was removed for as long as you keep the backups, and bring it back when they are restored.";

const Note = createContext<string | null>(null);

/** What every confirmation within it says besides. */
export const ConfirmNote = ({ text, children }: { text: string | null; children: ReactNode }) => (
  <Note value={text}>{children}</Note>
);

export function NoteOfConfirm() {
  const text = use(Note);
  return text && <p>{text}</p>;
}

/** Starts a run that a preview was shown of, once its number was typed. */
export function ConfirmRun({
  action,
  fields = {},
  confirm,
  does,
  keeps,
  children,
  noUndo = removed,
  lookAnew,
}: Props) {
  const [state, run, pending] = useFormAction(action);
  const start = (typed: string) => {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.set(name, value);
    form.set("shown", String(confirm));
    form.set("typed", typed);
    startTransition(() => run(form));
  };
  const wrong = fieldErrors(state, "typed") ?? fieldErrors(state, "shown");
  return (
    <div>
      <div className="*:not-empty:mb-4">
        <FormMessage state={state} />
        {state.status === "refused" && <ShowAnew of={state} lookAnew={lookAnew} />}
        {wrong && <Notice tone="danger">{wrong.join(" ")}</Notice>}
      </div>
      <ConfirmDialog
        trigger={
          <Button variant="danger" pending={pending}>
            {does} …
          </Button>
        }
        title={`${does}?`}
        confirm={{ label: does, phrase: formatCount(confirm), cancel: keeps }}
        onConfirm={start}
      >
        {children}
        <NoteOfConfirm />
        <p>{noUndo}</p>
      </ConfirmDialog>
    </div>
  );
}

/** Below a refusal: what would go may be another number by now. */
function ShowAnew({ of: refusal, lookAnew }: Pick<Props, "lookAnew"> & { of: FormState }) {
  const router = useRouter();
  const [pending, startShowing] = useTransition();
  const [shown, setShown] = useState<FormState | null>(null);
  const refresh = () =>
    startShowing(() => {
      router.refresh();
      setShown(refusal);
    });
  return (
    <div className="flex flex-wrap items-center gap-3">
      <Button pending={pending} onClick={lookAnew ?? refresh}>
        Show the preview anew
      </Button>
      <span role="status">{shown === refusal && "This is the preview as it is now."}</span>
    </div>
  );
}
