"use client";

import { usePathname } from "next/navigation";
import { LinkTabs } from "#components/link-tabs.tsx";

const tabs = [
  ["", "General"],
  ["/contact", "Contact"],
  ["/identifiers", "Identifiers"],
  ["/notes", "Notes"],
  ["/blocks", "Blocks"],
  ["/loans", "Loans"],
  ["/fees", "Fines/Fees"],
  ["/requests", "Requests"],
  ["/resource-sharing", "Resource Sharing"],
  ["/statistics", "Statistics"],
  ["/attachments", "Attachments"],
  ["/proxies", "Proxies"],
  ["/history", "History"],
] as const;

export function UserTabs({ id }: { id: number }) {
  const path = usePathname();
  const home = `/users/${id}`;
  return (
    <LinkTabs
      label="User details"
      tabs={tabs.map(([ending, label]) => {
        const href = home + ending;
        const isCurrent = path === href || (ending !== "" && path.startsWith(`${href}/`));
        return { href, label, isCurrent };
      })}
    />
  );
}
