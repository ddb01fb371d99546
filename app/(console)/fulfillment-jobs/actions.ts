"use server";

import { saveFamilies } from "#db/queries/anonymization.ts";
import { saveSchedule } from "#db/queries/schedules.ts";
import { missedOf } from "#lib/missed.ts";
import { scheduleOf } from "#lib/schedule.ts";
import { formAction } from "#lib/server/action.ts";
import { boxesOf, jobForm } from "./schema.ts";

/** Status, schedule and boxes are one Save: all of it is stored, or nothing. */
export const saveJob = formAction(
  "anonymization.write",
  "/fulfillment-jobs",
  jobForm,
  async (tx, sent) => {
    const schedule = await saveSchedule(tx, {
      job: "anonymization",
      version: sent.scheduleVersion,
      active: sent.status === "active",
      schedule: scheduleOf(sent),
      missedWithinHours: missedOf(sent),
    });
    const families = await saveFamilies(tx, boxesOf(sent));
    return {
      action: "anonymization.configure",
      subject: "anonymization job",
      before: { schedule: schedule.before, families: families.before },
      after: { schedule: schedule.after, families: families.after },
    };
  },
);
