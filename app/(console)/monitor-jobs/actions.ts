"use server";

import type { Tx } from "#db/client.ts";
import { readRun } from "#db/queries/job-runs.ts";
import { readSchedule, saveSchedule } from "#db/queries/schedules.ts";
import { abortRun } from "#jobs/engine/abort.ts";
import { pauseRun, resumeRun } from "#jobs/engine/pause.ts";
import { acknowledgeVerdict } from "#jobs/engine/verify.ts";
import type { Change } from "#lib/change.ts";
import { formatLocal } from "#lib/format.ts";
import { formAction, requireJob } from "#lib/server/action.ts";
import type { Staff } from "#lib/server/session.ts";
import { activeForm, scheduleForm, scheduleOf, steerForm } from "./schema.ts";

/** Everyone sees runs; who steers one is asked by its job. */
const steering = (steer: (tx: Tx, id: number, staff: Staff) => Promise<Change>, message: string) =>
  formAction("jobs.read", "/monitor-jobs", steerForm, async (tx, { id }, staff) => {
    await requireRun(tx, id, staff);
    return { change: await steer(tx, id, staff), message };
  });

export const abort = steering(
  abortRun,
  "Abort asked for. The run stops before its next batch; what is committed stays done.",
);

export const pause = steering(
  pauseRun,
  "Pause asked for. A batch at work is finished; what it does cannot be undone.",
);

export const resume = steering(resumeRun, "The run goes on where it stood.");

export const acknowledge = steering(
  (tx, id, staff) => acknowledgeVerdict(tx, id, staff.id),
  "Acknowledged. The job may run again.",
);

export const setActive = formAction(
  "jobs.read",
  "/monitor-jobs",
  activeForm,
  async (tx, { job, version, active }, staff) => {
    requireJob(staff, job, "write");
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
  "jobs.read",
  "/monitor-jobs",
  scheduleForm,
  async (tx, sent, staff) => {
    requireJob(staff, sent.job, "write");
    const { job, scheduleVersion: version } = sent;
    const { active } = await readSchedule(tx, job);
    return saveSchedule(tx, { job, version, active, schedule: scheduleOf(sent) });
  },
);

/** What there is not is refused by the write itself. */
async function requireRun(tx: Tx, id: number, staff: Staff): Promise<void> {
  const run = await readRun(tx, id);
  if (run) requireJob(staff, run.job, "run");
}
