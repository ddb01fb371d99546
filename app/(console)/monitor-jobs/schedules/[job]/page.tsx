import type { Metadata } from "next";
import { z } from "zod";
import { Missing } from "#app/missing.tsx";
import { PageHeader } from "#components/page-header.tsx";
import { readSchedule } from "#db/queries/schedules.ts";
import { jobName } from "#db/schema/index.ts";
import { jobs, jobTitles } from "#jobs/registry.ts";
import { permitsJob } from "#lib/permissions.ts";
import { readPage } from "#lib/server/read-page.ts";
import { requireStaff } from "#lib/server/session.ts";
import { ScheduleForm } from "../../schedule-form.tsx";

export const metadata: Metadata = { title: "Edit Schedule" };

interface Props {
  params: Promise<{ job: string }>;
}

export default async function EditSchedulePage({ params }: Props) {
  const person = await requireStaff("jobs.read");
  const job = z.enum(jobName.enumValues).safeParse((await params).job).data;
  if (!job || !jobs[job] || !permitsJob(person.roles, job, "write")) return <Missing />;
  const schedule = await readPage((tx) => readSchedule(tx, job));
  return (
    <>
      <PageHeader
        path={["Admin", "Manage Jobs and Sets", "Monitor Jobs", "Scheduled"]}
        title="Edit Schedule"
        lead={`When ${jobTitles[job]} runs by itself. ${schedule.active ? "It is active." : "It is inactive: it runs by itself only once it is switched on."}`}
      />
      <ScheduleForm schedule={schedule} />
    </>
  );
}
