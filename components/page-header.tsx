import type { ReactNode } from "react";
import Link from "next/link";
import { hrefOfStep } from "#lib/help/screens.ts";
import { HelpLink } from "./help-link.tsx";

interface Props {
  /** The menu path as staff know it, without the page itself. */
  path: readonly string[];
  title: string;
  /** One sentence on what this screen decides. */
  lead?: ReactNode;
  actions?: ReactNode;
}

export function PageHeader({ path, title, lead, actions }: Props) {
  return (
    <header className="grid gap-1 pb-6">
      <div className="flex min-h-6 items-start justify-between gap-4">
        <MenuPath path={path} />
        <HelpLink />
      </div>
      <div className="flex flex-wrap items-end justify-between gap-x-8 gap-y-4">
        <div className="grid min-w-0 gap-1">
          <h1 className="text-xl font-semibold">{title}</h1>
          {lead && <p className="text-muted max-w-prose text-base text-pretty">{lead}</p>}
        </div>
        {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
      </div>
    </header>
  );
}

/** A step that is a screen leads back there. */
const MenuPath = ({ path }: Pick<Props, "path">) => (
  <nav aria-label="Menu path" className="empty:hidden">
    {path.length > 0 && (
      <ol className="text-muted flex flex-wrap gap-x-1.5 text-xs">
        {path.map((step) => {
          const href = hrefOfStep(step);
          return (
            <li
              key={step}
              className="inline-flex min-h-6 items-center after:pl-1.5 after:content-['›'_/_''] last:after:content-none"
            >
              {href ? (
                <Link className="text-link inline-flex min-h-6 items-center" href={href}>
                  {step}
                </Link>
              ) : (
                step
              )}
            </li>
          );
        })}
      </ol>
    )}
  </nav>
);
