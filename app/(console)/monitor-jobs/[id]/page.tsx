import type { Metadata } from "next";
import { Missing } from "#app/missing.tsx";
import { ButtonLink } from "#components/button-link.tsx";
import { PageHeader } from "#components/page-header.tsx";
import { readCodeNames } from "#db/queries/codes.ts";
import { permitsJob } from "#lib/permissions.ts";
import { readPage } from "#lib/server/read-page.ts";
import { requireStaff } from "#lib/server/session.ts";
import { unlessAway } from "#lib/server/unless-away.ts";
import { FrozenSettings } from "../frozen-settings-view.tsx";
import { RunLive } from "../run-live-view.tsx";
import { runId } from "../schema.ts";
import { readTitledRun } from "../titled-runs-query.ts";
import { readToldSet } from "../told-set-query.ts";

export const metadata: Metadata = { title: "Report of a run" };

interface Props {
  params: Promise<{ id: string }>;
}

export default async function RunPage({ params }: Props) {
  const person = await requireStaff("jobs.read");
  const id = runId.safeParse((await params).id).data;
  const run = id === undefined ? null : await unlessAway(readTitledRun(id));
  if (!run) return <Missing />;
  const { set, names } = await readPage(async (tx) => ({
    set: await readToldSet(tx, person, run),
    names: await readCodeNames(tx),
  }));
  return (
    <>
      <PageHeader
        path={["Admin", "Manage Jobs and Sets", "Monitor Jobs", `Run ${run.id}`]}
        title={run.title}
        actions={
          <ButtonLink href={`/api/job-runs/${run.id}/report`} prefetch={false}>
            Download CSV
          </ButtonLink>
        }
      />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-8">
        <RunLive
          key={run.id}
          initial={run}
          names={{ userGroup: names.userGroup, letterType: names.letterType }}
          maySteer={permitsJob(person.roles, run.job, "run")}
        />
        <FrozenSettings run={run} set={set} names={names} />
      </div>
    </>
  );
}
