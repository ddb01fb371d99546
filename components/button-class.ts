import clsx from "clsx";

export type ButtonVariant = "primary" | "secondary" | "danger" | "quiet";

const looks: Record<ButtonVariant, string> = {
  primary: "border-transparent bg-accent text-on-accent hover:bg-accent-strong",
  secondary: "border-edge bg-canvas text-ink hover:bg-hover",
  danger: "border-danger bg-canvas text-danger hover:bg-danger hover:text-on-danger",
  quiet: "border-transparent bg-transparent text-ink hover:bg-hover",
};

/** How a button looks, for what is a link or a Radix trigger. */
export const buttonClass = (variant: ButtonVariant = "secondary"): string =>
  clsx(
    "inline-flex min-h-9 shrink-0 items-center justify-center gap-2 rounded-md border px-3 py-1.5",
    "text-sm font-medium no-underline transition-colors duration-150",
    "disabled:cursor-not-allowed disabled:opacity-55 aria-disabled:cursor-progress aria-disabled:opacity-55",
    looks[variant],
  );
