import type { ReactNode } from "react";
import { LinkTabs } from "#components/link-tabs.tsx";
import { PageHeader } from "#components/page-header.tsx";
import { headerOf } from "#lib/help/help.ts";
import { monitorJobsHelp } from "#lib/help/monitor-jobs.ts";
import { JobsAttention } from "./jobs-attention-view.tsx";

const tabs = [
  { href: "/monitor-jobs", label: "Scheduled" },
  { href: "/monitor-jobs/running", label: "Running" },
  { href: "/monitor-jobs/history", label: "History" },
  { href: "/monitor-jobs/safety", label: "Safety" },
  { href: "/monitor-jobs/outbox", label: "Outbox" },
] as const;

interface Props {
  current: (typeof tabs)[number]["label"];
  children: ReactNode;
}

/** What the tabs of Monitor Jobs share. */
export function MonitorFrame({ current, children }: Props) {
  return (
    <>
      <PageHeader {...headerOf(monitorJobsHelp)} />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
        <LinkTabs
          label="Monitor Jobs"
          tabs={tabs.map((tab) => ({ ...tab, isCurrent: tab.label === current }))}
        />
        <JobsAttention />
        {children}
      </div>
    </>
  );
}
