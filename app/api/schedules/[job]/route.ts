import { database } from "#db/client.ts";
import { readSchedules, saveSchedule, type ScheduleInput } from "#db/queries/schedules.ts";
import { NotFound } from "#lib/refusal.ts";
import { handler } from "#lib/server/handler.ts";
import { jobParams, jobSchedule, scheduleAnswer, scheduleBody } from "../schema.ts";
import { writesJob } from "./writes-job.ts";

export const GET = handler(
  {
    permission: "jobs.read",
    summary: "Read when a job runs by itself",
    params: jobParams,
    answer: jobSchedule,
    example: { params: { job: "anonymization" } },
  },
  ({ params: { job } }) => read(job),
);

export const PUT = handler(
  {
    permission: "anonymization.write",
    permissionBy: writesJob,
    summary: "Set when a job runs by itself, and whether",
    details:
      "Times are of the institution's zone. However many times were missed, they are caught up once or not at all, as missedWithinHours says; left out, it stays as it is.",
    params: jobParams,
    body: scheduleBody,
    answer: jobSchedule,
    example: {
      params: { job: "anonymization" },
      body: {
        version: 1,
        active: true,
        schedule: { every: "day", at: "02:00" },
        missedWithinHours: 12,
      },
    },
  },
  async ({ params: { job }, body, save }) => {
    await read(job);
    await save((tx) => saveSchedule(tx, { job, ...body }));
    return read(job);
  },
);

async function read(job: ScheduleInput["job"]) {
  const schedules = await database().transaction("lethe_web", readSchedules);
  const found = schedules.find((schedule) => schedule.job === job);
  if (!found) throw new NotFound(`The job ${job} has no schedule.`);
  return scheduleAnswer(found);
}
