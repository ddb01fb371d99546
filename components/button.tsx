"use client";

import type { ComponentProps, MouseEvent } from "react";
import clsx from "clsx";
import { LoaderCircle } from "lucide-react";
import { buttonClass, type ButtonVariant } from "./button-class.ts";

interface Props extends ComponentProps<"button"> {
  variant?: ButtonVariant;
  /** Its work is under way: keeps the focus, takes no second click. */
  pending?: boolean;
}

export function Button({ variant, pending = false, className, onClick, ...rest }: Props) {
  const click = (event: MouseEvent<HTMLButtonElement>) => {
    if (pending) event.preventDefault();
    else onClick?.(event);
  };
  return (
    <button
      type="button"
      {...rest}
      onClick={click}
      aria-disabled={pending || undefined}
      className={clsx(buttonClass(variant), className)}
    >
      {pending && <LoaderCircle aria-hidden className="size-4 animate-spin" />}
      {rest.children}
    </button>
  );
}
