"use client";

import type { ReactNode } from "react";
import { Dialog as Primitive } from "radix-ui";

interface Props {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  trigger: ReactNode;
  title: string;
  /** What it is for, in a sentence. */
  lead: string;
  children: ReactNode;
}

/** A form over its page, which stays where it is. */
export const Dialog = ({ open, onOpenChange, trigger, title, lead, children }: Props) => (
  <Primitive.Root open={open} onOpenChange={onOpenChange}>
    <Primitive.Trigger asChild>{trigger}</Primitive.Trigger>
    <noscript>This form needs JavaScript.</noscript>
    <Primitive.Portal>
      <Primitive.Overlay className="bg-scrim fixed inset-0 z-40" />
      <Primitive.Content className="border-edge bg-canvas fixed top-1/2 left-1/2 z-50 grid max-h-[90vh] w-[min(36rem,calc(100vw-2rem))] -translate-x-1/2 -translate-y-1/2 gap-5 overflow-y-auto rounded-md border p-5">
        <div className="grid gap-1">
          <Primitive.Title className="text-lg font-semibold">{title}</Primitive.Title>
          <Primitive.Description className="text-muted">{lead}</Primitive.Description>
        </div>
        {children}
      </Primitive.Content>
    </Primitive.Portal>
  </Primitive.Root>
);
