"use server";

import type { Tx } from "#db/client.ts";
import { readRun, type JobName } from "#db/queries/job-runs.ts";
import { saveSubscriptions } from "#db/queries/mail.ts";
import { jobOfMail, resendMail } from "#db/queries/outbox.ts";
import { readSchedule, saveSchedule } from "#db/queries/schedules.ts";
import { abortRun } from "#jobs/engine/abort.ts";
import { pauseRun, resumeRun } from "#jobs/engine/pause.ts";
import { acknowledgeVerdict } from "#jobs/engine/verify.ts";
import { withholdLetters } from "#jobs/mail/withhold-letters.ts";
import type { Change } from "#lib/change.ts";
import { formatLocal } from "#lib/format.ts";
import { missedOf } from "#lib/missed.ts";
import { firstRunSentence } from "#lib/run-words.ts";
import { scheduleOf } from "#lib/schedule.ts";
import { formAction, requireJob } from "#lib/server/action.ts";
import type { Staff } from "#lib/server/session.ts";
import { activeForm, mailForm, scheduleForm, steerForm, subscriptionForm } from "./schema.ts";

const page = "/monitor-jobs";

export const abort = formAction("jobs.read", page, steerForm, (tx, { id }, staff) =>
  steer(tx, id, staff, {
    by: abortRun,
    message: "Abort asked for. The run stops before its next batch; what is committed stays done.",
  }),
);

export const pause = formAction("jobs.read", page, steerForm, (tx, { id }, staff) =>
  steer(tx, id, staff, {
    by: pauseRun,
    message: "Pause asked for. A batch at work is finished; what it does cannot be undone.",
  }),
);

export const resume = formAction("jobs.read", page, steerForm, (tx, { id }, staff) =>
  steer(tx, id, staff, {
    by: resumeRun,
    message: "The run goes on where it stood.",
  }),
);

export const acknowledge = formAction("jobs.read", page, steerForm, (tx, { id }, staff) =>
  steer(tx, id, staff, {
    by: () => acknowledgeVerdict(tx, id, staff.id),
    message: "Acknowledged. The job may run again.",
  }),
);

export const withhold = formAction("jobs.read", page, steerForm, (tx, { id }, staff) =>
  steer(tx, id, staff, {
    by: withholdLetters,
    message: "What waited is not sent. What was sent before stays sent.",
  }),
);

export const setActive = formAction(
  "jobs.read",
  "/monitor-jobs",
  activeForm,
  async (tx, { job, version, active }, staff) => {
    requireJob(staff, job, "write");
    const { schedule } = await readSchedule(tx, job);
    const change = await saveSchedule(tx, { job, version, active, schedule });
    const { nextRunLocal, timeZone, firstRunByHand } = await readSchedule(tx, job);
    return {
      change,
      message: nextRunLocal
        ? `Active. ${firstRunByHand ? firstRunSentence : `Next run: ${formatLocal(nextRunLocal)} (${timeZone}).`}`
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
    const missedWithinHours = missedOf(sent);
    return saveSchedule(tx, {
      job,
      version,
      active,
      schedule: scheduleOf(sent),
      missedWithinHours,
    });
  },
);

export const subscribe = formAction(
  "jobs.read",
  "/monitor-jobs/subscriptions",
  subscriptionForm,
  async (tx, { job, email }, staff) => {
    requireOwn(staff, job, email);
    const change = await saveSubscriptions(tx, job, (stands) => [...stands, email]);
    return { change, message: `${email} is told when a run has ended.` };
  },
);

export const unsubscribe = formAction(
  "jobs.read",
  "/monitor-jobs/subscriptions",
  subscriptionForm,
  async (tx, { job, email }, staff) => {
    requireOwn(staff, job, email);
    return {
      change: await saveSubscriptions(tx, job, (stands) => stands.filter((one) => one !== email)),
      message: `${email} is not told any more.`,
    };
  },
);

export const resend = formAction(
  "jobs.read",
  "/monitor-jobs/outbox",
  mailForm,
  async (tx, { id }, staff) => {
    const job = await jobOfMail(tx, id);
    if (job) requireJob(staff, job, "run");
    return { change: await resendMail(tx, id), message: "It is sent again within a few seconds." };
  },
);

/** Everyone may be told themselves; others are subscribed by who holds the job's screen. */
function requireOwn(staff: Staff, job: JobName, email: string): void {
  if (email !== staff.email.toLowerCase()) requireJob(staff, job, "write");
}

interface Steering {
  by: (tx: Tx, id: number) => Promise<Change>;
  message: string;
}

/** Everyone sees runs; who steers one is asked by its job. What there is not is refused by the write itself. */
async function steer(tx: Tx, id: number, staff: Staff, { by, message }: Steering) {
  const run = await readRun(tx, id);
  if (run) requireJob(staff, run.job, "run");
  return { change: await by(tx, id), message };
}
