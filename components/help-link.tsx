"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { CircleHelp } from "lucide-react";
import { screenName } from "#lib/help/help.ts";

/** To the help of the screen that one stands on. */
export function HelpLink() {
  const name = screenName(usePathname());
  if (name === "help") return null;
  return (
    <Link
      href={`/help/${name}`}
      prefetch={false}
      className="text-link ml-auto inline-flex min-h-6 shrink-0 items-center gap-1 text-xs print:hidden"
    >
      <CircleHelp aria-hidden className="size-3.5" />
      Help
    </Link>
  );
}
