import type { ReactNode } from "react";
import { LinkTabs } from "#components/link-tabs.tsx";
import { PageHeader } from "#components/page-header.tsx";
import { headerOf } from "#lib/help/help.ts";
import { apiHelp } from "#lib/help/system.ts";

const tabs = [
  { href: "/api-keys", label: "Keys" },
  { href: "/api-keys/reference", label: "Reference" },
] as const;

interface Props {
  current: (typeof tabs)[number]["label"];
  /** Only who makes keys has both tabs. */
  mayMakeKeys: boolean;
  actions?: ReactNode;
  children: ReactNode;
}

/** What the two tabs of API share. */
export function ApiFrame({ current, mayMakeKeys, actions, children }: Props) {
  return (
    <>
      <PageHeader {...headerOf(apiHelp)} actions={actions} />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
        {mayMakeKeys && (
          <LinkTabs
            label="API"
            tabs={tabs.map((tab) => ({ ...tab, isCurrent: tab.label === current }))}
          />
        )}
        {children}
      </div>
    </>
  );
}
