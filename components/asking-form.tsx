"use client";

import { useRef, useState, type ReactNode } from "react";
import { ConfirmDialog } from "./confirm-dialog.tsx";

interface Props {
  action: (form: FormData) => void;
  title: string;
  confirm: { label: string; cancel: string };
  /** What will happen, and what cannot be undone. */
  question: ReactNode;
  /** Its fields, and the button that submits it. */
  children: ReactNode;
}

/** A form that asks before it is sent. Without JavaScript it is sent at once. */
export function AskingForm({ action, title, confirm, question, children }: Props) {
  const [isAsking, setAsking] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const isConfirmed = useRef(false);
  return (
    <form
      ref={form}
      action={action}
      onSubmit={(event) => {
        if (isConfirmed.current) return;
        event.preventDefault();
        setAsking(true);
      }}
    >
      {children}
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setAsking}
        title={title}
        confirm={confirm}
        onConfirm={() => {
          isConfirmed.current = true;
          form.current?.requestSubmit();
          isConfirmed.current = false;
        }}
      >
        {question}
      </ConfirmDialog>
    </form>
  );
}
