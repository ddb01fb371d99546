import Link from "next/link";
import clsx from "clsx";

interface Props {
  label: string;
  tabs: readonly { href: string; label: string; isCurrent: boolean }[];
}

/** Tabs that are pages: each has its address. */
export function LinkTabs({ label, tabs }: Props) {
  return (
    <nav aria-label={label} className="border-b">
      <ul className="-mb-px flex flex-wrap gap-x-6 bg-[repeating-linear-gradient(transparent_0_2.4375rem,var(--line)_2.4375rem_2.5rem)]">
        {tabs.map((tab) => (
          <li key={tab.href}>
            <Link
              href={tab.href}
              prefetch={false}
              aria-current={tab.isCurrent ? "page" : undefined}
              className={clsx(
                "inline-flex min-h-10 items-center border-b-2 font-medium",
                tab.isCurrent
                  ? "border-accent text-ink"
                  : "text-muted hover:border-edge hover:text-ink border-transparent",
              )}
            >
              {tab.label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
