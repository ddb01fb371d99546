"use server";

import { saveFamilies, readAnonymization } from "#db/queries/anonymization.ts";
import { addRule } from "#db/queries/anonymization-rules.ts";
import { listLetterTypes, savePeriods } from "#db/queries/letter-types.ts";
import { addPurgeJob } from "#db/queries/purge-jobs.ts";
import { readSchedule, saveSchedule } from "#db/queries/schedules.ts";
import { families } from "#lib/families.ts";
import { releasesNothing } from "#lib/rule-warnings.ts";
import { formAction } from "#lib/server/action.ts";
import { recommendedPeriodDays, recommendedPurge, recommendedRule, startForm } from "./schema.ts";

const page = "/set-up-guide";
const nothingYet =
  "Nothing is removed before somebody starts the first run from its preview: a scheduled one that comes before is stopped.";
const everything = { records: true, notes: true };

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
  const { schedule } = await readSchedule(tx, "anonymization");
  const active = await saveSchedule(tx, { job: "anonymization", active: true, schedule });
  return {
    change: {
      action: "anonymization.configure",
      subject: "anonymization job",
      before: { schedule: active.before, families: chosen.before },
      after: { schedule: active.after, families: chosen.after, rules: added },
    },
    message: `The job is active. ${nothingYet}`,
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
    const { schedule } = await readSchedule(tx, "letters-purge");
    const active = await saveSchedule(tx, { job: "letters-purge", active: true, schedule });
    return {
      change: {
        ...change,
        before: { periods: change.before, schedule: active.before },
        after: { periods: change.after, schedule: active.after },
      },
      message: `The job is active. ${nothingYet}`,
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
