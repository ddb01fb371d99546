"use server";

import type { Tx } from "#db/client.ts";
import { saveFamilies, readAnonymization } from "#db/queries/anonymization.ts";
import { addRule } from "#db/queries/anonymization-rules.ts";
import type { JobName } from "#db/queries/job-runs.ts";
import { listLetterTypes, savePeriods } from "#db/queries/letter-types.ts";
import { addPurgeJob } from "#db/queries/purge-jobs.ts";
import { readSchedule, saveSchedule } from "#db/queries/schedules.ts";
import { families } from "#lib/families.ts";
import { releasesNothing } from "#lib/rule-warnings.ts";
import { formAction } from "#lib/server/action.ts";
import { recommendedPeriodDays, recommendedPurge, recommendedRule, startForm } from "./schema.ts";
import { activeSentence } from "./sentences-view.ts";

const page = "/set-up-guide";
const everything = { records: true, notes: true };

/** Its change, and what to say of it. */
async function activate(tx: Tx, job: JobName) {
  const { schedule } = await readSchedule(tx, job);
  const { before, after } = await saveSchedule(tx, { job, active: true, schedule });
  return { before, after, message: activeSentence(await readSchedule(tx, job)) };
}

export const startAnonymization = formAction("anonymization.write", page, startForm, async (tx) => {
  const stands = await readAnonymization(tx);
  const added = families.filter((family) => releasesNothing(stands[family]));
  for (const family of added) {
    await addRule(tx, { family, version: stands[family].version, rule: recommendedRule });
  }
  const chosen = await saveFamilies(
    tx,
    Object.fromEntries(families.map((family) => [family, everything])),
  );
  const active = await activate(tx, "anonymization");
  return {
    change: {
      action: "anonymization.configure",
      subject: "anonymization job",
      before: { schedule: active.before, families: chosen.before },
      after: { schedule: active.after, families: chosen.after, rules: added },
    },
    message: active.message,
  };
});

export const startLetters = formAction(
  "letters.write",
  page,
  startForm,
  async (tx, _nothing, staff) => {
    const types = await listLetterTypes(tx);
    const blank = types.filter(({ retentionDays }) => retentionDays === null);
    const { change } = await savePeriods(tx, blank, recommendedPeriodDays, staff.id);
    const active = await activate(tx, "letters-purge");
    return {
      change: {
        ...change,
        before: { periods: change.before, schedule: active.before },
        after: { periods: change.after, schedule: active.after },
      },
      message: active.message,
    };
  },
);

export const startPurge = formAction(
  "purge.write",
  page,
  startForm,
  async (tx, _nothing, staff) => {
    const { change } = await addPurgeJob(tx, { user: staff, staffId: staff.id }, recommendedPurge);
    return { change, message: "The purge job is described. Nobody is purged before it is run." };
  },
);
