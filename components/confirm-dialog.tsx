"use client";

import { useId, useState, type ReactNode } from "react";
import { AlertDialog } from "radix-ui";
import { Button } from "./button.tsx";
import { controlClass } from "./field-frame.tsx";

interface Props {
  /** A Button; left out when `open` is held outside, as from a menu. */
  trigger?: ReactNode;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  title: string;
  /** What will happen, and what cannot be undone. */
  children: ReactNode;
  confirm: {
    /** Named by what it does: "Purge 1,204 users". */
    label: string;
    /** Must be typed before; shown to the person. */
    phrase?: string;
    /** The safe choice. */
    cancel?: string;
  };
  /** False while what the person agrees to is not known yet. */
  ready?: boolean;
  /** With what was typed; empty where nothing is asked for. */
  onConfirm: (typed: string) => void | Promise<void>;
}

/** Asks before what cannot be undone. The focus is on the safe choice. */
export function ConfirmDialog(props: Props) {
  const [openInside, setOpenInside] = useState(false);
  const open = props.open ?? openInside;
  const setOpen = props.onOpenChange ?? setOpenInside;
  const [wasOpen, setWasOpen] = useState(open);
  const [opener, setOpener] = useState<Element | null>(null);
  // Looked for while it is drawn: a menu that it was opened from is gone thereafter.
  if (wasOpen !== open) {
    setWasOpen(open);
    if (open) setOpener(focusedNow());
  }
  // Radix gives the focus back to a trigger alone.
  const giveFocusBack = (event: Event) => {
    if (props.trigger || !(opener instanceof HTMLElement)) return;
    event.preventDefault();
    opener.focus();
  };
  return (
    <AlertDialog.Root open={open} onOpenChange={setOpen}>
      {props.trigger && <AlertDialog.Trigger asChild>{props.trigger}</AlertDialog.Trigger>}
      <AlertDialog.Portal>
        <AlertDialog.Overlay className="bg-scrim fixed inset-0 z-40" />
        <AlertDialog.Content
          onCloseAutoFocus={giveFocusBack}
          className="border-edge bg-canvas fixed top-1/2 left-1/2 z-50 grid max-h-[90vh] w-[min(32rem,calc(100vw-2rem))] -translate-x-1/2 -translate-y-1/2 gap-4 overflow-y-auto rounded-md border p-5"
        >
          <Question {...props} close={() => setOpen(false)} />
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}

/** What has the focus; of a menu the button that it belongs to. */
function focusedNow(): Element | null {
  const { activeElement } = document;
  const menu = activeElement?.closest("[role=menu]");
  return menu ? document.getElementById(menu.getAttribute("aria-labelledby") ?? "") : activeElement;
}

function Question({ close, ...props }: Props & { close: () => void }) {
  const { title, children, confirm, ready = true, onConfirm } = props;
  const [typed, setTyped] = useState("");
  const [pending, setPending] = useState(false);
  const phraseId = useId();
  const missing = confirm.phrase !== undefined && plain(typed) !== plain(confirm.phrase);
  const act = async () => {
    setPending(true);
    try {
      await onConfirm(typed);
    } finally {
      setPending(false);
      close();
    }
  };
  return (
    <>
      <AlertDialog.Title className="text-lg font-semibold">{title}</AlertDialog.Title>
      <AlertDialog.Description asChild>
        <div className="grid gap-2">{children}</div>
      </AlertDialog.Description>
      {confirm.phrase !== undefined && (
        <div className="grid gap-1.5">
          <label htmlFor={phraseId} className="font-medium">
            Type <span className="font-mono">{confirm.phrase}</span> to confirm
          </label>
          <input
            id={phraseId}
            className={controlClass}
            autoComplete="off"
            spellCheck={false}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === "Enter" && !missing && ready) void act();
            }}
          />
          {missing && typed.length >= confirm.phrase.length && (
            <p className="text-muted">This is not what is asked for.</p>
          )}
        </div>
      )}
      <div className="flex flex-wrap justify-end gap-2 border-t pt-4 max-sm:*:grow">
        <AlertDialog.Cancel asChild>
          <Button>{confirm.cancel ?? "Cancel"}</Button>
        </AlertDialog.Cancel>
        <Button
          variant="danger"
          pending={pending}
          disabled={missing || !ready}
          onClick={() => void act()}
        >
          {confirm.label}
        </Button>
      </div>
    </>
  );
}

/** A number may be typed as people write it: 42,676 is 42676. */
function plain(text: string): string {
  const digits = text.replaceAll(/[\s,.’']/g, "");
  return /^\d+$/.test(digits) ? digits : text.trim();
}
