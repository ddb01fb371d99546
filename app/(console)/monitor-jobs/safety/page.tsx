import type { Metadata } from "next";
import { Section } from "#components/section.tsx";
import { today } from "#db/queries/institution.ts";
import { readBackup } from "#db/queries/backups.ts";
import { readRunLimits } from "#db/queries/run-limits.ts";
import { waitingProposals } from "#db/queries/run-proposals.ts";
import { engagedSwitches } from "#jobs/engine/kill-switch.ts";
import { jobTitles } from "#jobs/registry.ts";
import { permissionOfSwitch, permits } from "#lib/permissions.ts";
import { readPage } from "#lib/server/read-page.ts";
import { requireStaff } from "#lib/server/session.ts";
import { KillSwitchForm } from "./kill-switch-form.tsx";
import { LimitsForm } from "./limits-form.tsx";
import { LimitsList } from "./limits-view.tsx";
import { KnownBackup } from "../known-backup-view.tsx";
import { MonitorFrame } from "../monitor-frame-view.tsx";
import { ProposalsTable } from "./proposals-table.tsx";
import { registeredJobs } from "../titled-runs-query.ts";

export const metadata: Metadata = { title: "Safety of jobs" };

export default async function JobSafetyPage() {
  const person = await requireStaff("jobs.read");
  const { proposals, switches, limits, backup, timeZone } = await readPage(async (tx) => ({
    proposals: await waitingProposals(tx),
    switches: await engagedSwitches(tx),
    limits: await readRunLimits(tx),
    backup: await readBackup(tx),
    timeZone: (await today(tx)).timeZone,
  }));
  const scopes = [
    { scope: "all", title: "All jobs" },
    ...registeredJobs().map(({ value }) => ({ scope: value, title: jobTitles[value] })),
  ];
  return (
    <MonitorFrame current="Safety">
      <div className="grid grid-cols-[minmax(0,1fr)] gap-10">
        <Section
          title="Waiting for a second person"
          lead="Runs that are larger than one person may start. Whoever may run the job, and did not ask for this run, opens it and decides."
        >
          <ProposalsTable proposals={proposals} timeZone={timeZone} />
        </Section>
        <Section
          title="Kill switch"
          lead="Engaged, it stops every run of its jobs before the next batch, and starts none. Released, nothing goes on by itself: somebody resumes what was paused, and schedules that fell due begin once, where they are not too late."
        >
          {scopes.map(({ scope, title }) => (
            <KillSwitchForm
              key={scope}
              scope={scope}
              title={title}
              engaged={switches.find((one) => one.scope === scope)}
              timeZone={timeZone}
              mayAct={permits(person.roles, permissionOfSwitch(scope))}
            />
          ))}
        </Section>
        <Section
          title="Verified backup"
          lead="Lethe sees no backups: your backup tool tells it when the last copy was made that it has verified. Nobody types that here."
        >
          <KnownBackup backup={backup} />
        </Section>
        <Section
          title="Limits"
          lead="Where a run stops by itself, and when its traces are erased. A brake stands in the way until somebody starts the job by hand with the number that its preview shows."
        >
          {permits(person.roles, "institution.write") ? (
            <LimitsForm limits={limits} />
          ) : (
            <LimitsList limits={limits} />
          )}
        </Section>
      </div>
    </MonitorFrame>
  );
}
