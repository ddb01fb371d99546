"use server";

import { readSchedule, saveSchedule } from "#db/queries/schedules.ts";
import { abortRun } from "#jobs/engine/abort.ts";
import { formatLocal } from "#lib/format.ts";
import { formAction } from "#lib/server/action.ts";
import { abortForm, activeForm, scheduleForm, scheduleOf } from "./schema.ts";

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
  async (tx, sent) => {
    const { job, scheduleVersion: version } = sent;
    const { active } = await readSchedule(tx, job);
    return saveSchedule(tx, { job, version, active, schedule: scheduleOf(sent) });
  },
);
