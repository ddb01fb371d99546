import type { ReactNode } from "react";

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
    <header className="flex flex-wrap items-end justify-between gap-x-8 gap-y-4 pb-6">
      <div className="grid min-w-0 gap-1">
        {path.length > 0 && (
          <ol aria-label="Menu path" className="text-muted flex flex-wrap gap-x-1.5 text-xs">
            {path.map((step) => (
              <li key={step} className="after:pl-1.5 after:content-['›'] last:after:content-none">
                {step}
              </li>
            ))}
          </ol>
        )}
        <h1 className="text-xl font-semibold">{title}</h1>
        {lead && <p className="text-muted max-w-prose text-base">{lead}</p>}
      </div>
      {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
    </header>
  );
}
