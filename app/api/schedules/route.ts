import { z } from "zod";
import { database } from "#db/client.ts";
import { readSchedules } from "#db/queries/schedules.ts";
import { handler } from "#lib/server/handler.ts";
import { jobSchedule, scheduleAnswer } from "./schema.ts";

export const GET = handler(
  {
    permission: "jobs.read",
    summary: "List when each job runs by itself",
    answer: z.object({ schedules: z.array(jobSchedule) }),
  },
  async () => {
    const schedules = await database().transaction("lethe_web", readSchedules);
    return { schedules: schedules.map(scheduleAnswer) };
  },
);
