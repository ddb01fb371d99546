"use client";

import { useEffect } from "react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import clsx from "clsx";
import { navigationId } from "./navigation-id.ts";

interface Group {
  title: string | null;
  links: { href: string; label: string }[];
}

export function NavigationLinks({ groups }: { groups: Group[] }) {
  const path = usePathname();
  const isHere = (href: string) => path === href || (href !== "/" && path.startsWith(`${href}/`));
  const here = groups.flatMap(({ links }) => links).find(({ href }) => isHere(href))?.href;
  useEffect(() => {
    const link = document.querySelector(`#${navigationId} a[href="${here}"]`);
    link?.scrollIntoView({ block: "nearest" });
  }, [here]);
  const close = () => document.getElementById(navigationId)?.hidePopover();
  return (
    <nav aria-label="Main" className="grid gap-4">
      {groups.map(({ title, links }) => (
        <div key={title ?? ""} className="grid gap-0.5">
          {title && <h2 className="text-muted px-2 text-xs font-medium">{title}</h2>}
          <ul className="grid gap-0.5">
            {links.map(({ href, label }) => (
              <li key={href}>
                <Link
                  href={href}
                  onClick={close}
                  aria-current={isHere(href) ? "page" : undefined}
                  className={clsx(
                    "flex min-h-7 items-center rounded-md border-l-2 px-2",
                    isHere(href)
                      ? "border-accent bg-accent-soft font-medium"
                      : "hover:bg-hover border-transparent",
                  )}
                >
                  {label}
                </Link>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}
