"use server";

import { readSchedule, saveSchedule } from "#db/queries/schedules.ts";
import { abortRun } from "#jobs/engine/abort.ts";
import { formatLocal } from "#lib/format.ts";
import type { Schedule } from "#lib/schedule.ts";
import { formAction } from "#lib/server/action.ts";
import { abortForm, activeForm, scheduleForm } from "./schema.ts";

export const abort = formAction(
  "anonymization.run",
  "/monitor-jobs",
  abortForm,
  async (tx, { id }) => ({
    change: await abortRun(tx, id),
    message: "Abort asked for. The run stops before its next batch; what is committed stays done.",
  }),
);

export const setActive = formAction(
  "anonymization.write",
  "/monitor-jobs",
  activeForm,
  async (tx, { job, version, active }) => {
    const { schedule } = await readSchedule(tx, job);
    const change = await saveSchedule(tx, { job, version, active, schedule });
    const { nextRunLocal, timeZone } = await readSchedule(tx, job);
    return {
      change,
      message: nextRunLocal
        ? `Active. Next run: ${formatLocal(nextRunLocal)} (${timeZone}).`
        : "Inactive. It will not run by itself.",
    };
  },
);

export const editSchedule = formAction(
  "anonymization.write",
  "/monitor-jobs",
  scheduleForm,
  async (tx, { job, version, every, at, weekday, monthDay }) => {
    const schedule: Schedule =
      every === "day"
        ? { every, at }
        : every === "week"
          ? { every, on: weekday, at }
          : { every, on: Number(monthDay), at };
    const { active } = await readSchedule(tx, job);
    return saveSchedule(tx, { job, version, active, schedule });
  },
);
