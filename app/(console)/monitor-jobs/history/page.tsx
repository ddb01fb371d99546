import type { Metadata } from "next";
import { Pager } from "#components/pager.tsx";
import { requireStaff } from "#lib/server/session.ts";
import { unlessAway } from "#lib/server/unless-away.ts";
import { HistoryFilterForm } from "../history-filter-form.tsx";
import { HistoryTable } from "../history-table.tsx";
import { MonitorFrame } from "../monitor-frame-view.tsx";
import { historyCsvHref, historyHref, historySearch } from "../schema.ts";
import { readRunPage, registeredJobs } from "../titled-runs-query.ts";

export const metadata: Metadata = { title: "History of jobs" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function JobHistoryPage({ searchParams }: Props) {
  await requireStaff("jobs.read");
  const { before, ...filter } = historySearch.parse(await searchParams);
  const { runs, next } = await unlessAway(readRunPage({ ...filter, active: false }, before));
  return (
    <MonitorFrame current="History">
      <HistoryFilterForm filter={filter} jobs={registeredJobs()} />
      <div>
        <HistoryTable
          runs={runs}
          isFiltered={Object.values(filter).some((value) => value !== undefined)}
        />
        <p className="pt-4">
          <a className="text-link" href={historyCsvHref(filter)} download>
            Download CSV
          </a>
        </p>
        <Pager
          label="History"
          first={before === undefined ? null : historyHref(filter)}
          next={next === null ? null : historyHref({ ...filter, before: next })}
        />
      </div>
    </MonitorFrame>
  );
}
