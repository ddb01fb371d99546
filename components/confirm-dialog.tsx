"use client";

import { useId, useState, type ReactNode } from "react";
import { AlertDialog } from "radix-ui";
import { AlertFrame } from "./alert-frame.tsx";
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
  onConfirm: (typed: string) => void;
}

/** Asks before what cannot be undone. The focus is on the safe choice. */
export function ConfirmDialog(props: Props) {
  const [openInside, setOpenInside] = useState(false);
  const open = props.open ?? openInside;
  const setOpen = props.onOpenChange ?? setOpenInside;
  return (
    <AlertFrame trigger={props.trigger} open={open} onOpenChange={setOpen}>
      <Question {...props} close={() => setOpen(false)} />
    </AlertFrame>
  );
}

function Question({ close, ...props }: Props & { close: () => void }) {
  const { title, children, confirm, ready = true, onConfirm } = props;
  const [typed, setTyped] = useState("");
  const phraseId = useId();
  const missing = confirm.phrase !== undefined && plain(typed) !== plain(confirm.phrase);
  const act = () => {
    onConfirm(typed);
    close();
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
              if (event.key === "Enter" && !missing && ready) act();
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
        <Button variant="danger" disabled={missing || !ready} onClick={act}>
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
