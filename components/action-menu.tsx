"use client";

import type { ComponentProps, ReactNode } from "react";
import Link from "next/link";
import clsx from "clsx";
import { Ellipsis } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import { buttonClass, type ButtonVariant } from "./button-class.ts";

interface Props {
  /** Names what they are of: "Actions of rule 30 days". */
  label: string;
  variant?: ButtonVariant;
  children: ReactNode;
}

/** A row's actions in one menu at its end, or a page's. */
export function ActionMenu({ label, variant = "quiet", children }: Props) {
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger aria-label={label} className={clsx(buttonClass(variant), "px-2")}>
        <Ellipsis aria-hidden className="size-4" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align="end"
          sideOffset={4}
          className="border-edge bg-canvas z-40 min-w-40 rounded-md border p-1"
        >
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

const itemClass =
  "flex min-h-8 w-full items-center gap-2 rounded-md px-2.5 py-1 text-sm outline-none " +
  "data-highlighted:bg-hover data-disabled:opacity-50";

interface ItemProps extends ComponentProps<typeof DropdownMenu.Item> {
  danger?: boolean;
}

export const MenuItem = ({ danger = false, className, ...rest }: ItemProps) => (
  <DropdownMenu.Item {...rest} className={clsx(itemClass, danger && "text-danger", className)} />
);

export const MenuLink = ({ href, children }: { href: string; children: ReactNode }) => (
  <DropdownMenu.Item asChild className={itemClass}>
    <Link href={href}>{children}</Link>
  </DropdownMenu.Item>
);

export const MenuSeparator = () => <DropdownMenu.Separator className="my-1 border-t" />;
