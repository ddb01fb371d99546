import type { Metadata } from "next";
import { jobName } from "#db/schema/index.ts";
import { permitsJob } from "#lib/permissions.ts";
import { requireStaff } from "#lib/server/session.ts";
import { unlessAway } from "#lib/server/unless-away.ts";
import { MonitorFrame } from "../monitor-frame-view.tsx";
import { RunningJobsTable } from "../running-jobs-table.tsx";
import { readRunPage } from "../titled-runs-query.ts";

export const metadata: Metadata = { title: "Running jobs" };

export default async function RunningJobsPage() {
  const person = await requireStaff("jobs.read");
  const { runs } = await unlessAway(readRunPage({ current: true }));
  return (
    <MonitorFrame current="Running">
      <RunningJobsTable
        initial={runs}
        steers={jobName.enumValues.filter((job) => permitsJob(person.roles, job, "run"))}
      />
    </MonitorFrame>
  );
}
