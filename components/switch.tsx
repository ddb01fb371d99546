"use client";

import type { ComponentProps, MouseEvent } from "react";
import clsx from "clsx";

interface Props extends ComponentProps<"button"> {
  on: boolean;
  /** What stands beside it. */
  words: { on: string; off: string };
  /** Its work is under way: keeps the focus, takes no second press. */
  pending: boolean;
}

/** Sends its form, which holds what a press makes of it. */
export function Switch({ on, words, pending, onClick, ...rest }: Props) {
  const press = (event: MouseEvent<HTMLButtonElement>) => {
    if (pending) event.preventDefault();
    else onClick?.(event);
  };
  return (
    <button
      type="submit"
      {...rest}
      role="switch"
      aria-checked={on}
      aria-disabled={pending || undefined}
      onClick={press}
      className="inline-flex min-h-7 items-center gap-2 rounded-md aria-disabled:cursor-progress aria-disabled:opacity-55"
    >
      <span
        className={clsx(
          "flex h-5 w-9 items-center rounded-full border px-0.5",
          on ? "border-accent bg-accent justify-end" : "border-edge bg-canvas justify-start",
        )}
      >
        <span
          data-fill
          className={clsx("size-3.5 rounded-full", on ? "bg-on-accent" : "bg-edge")}
        />
      </span>
      <span aria-hidden>{on ? words.on : words.off}</span>
    </button>
  );
}
