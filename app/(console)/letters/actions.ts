"use server";

import { saveLetterType, savePeriods } from "#db/queries/letter-types.ts";
import { retentionText } from "#lib/retention.ts";
import { formAction } from "#lib/server/action.ts";
import { enabledForm, periodForm, periodsForm } from "./schema.ts";

export const savePeriod = formAction(
  "letters.write",
  "/letters",
  periodForm,
  async (tx, { retentionDays, ...key }, staff) => ({
    change: (await saveLetterType(tx, key, { retentionDays }, staff.id)).change,
    message: `Saved: kept ${retentionDays === null ? "" : "for "}${retentionText(retentionDays)}.`,
  }),
);

export const setEnabled = formAction(
  "letters.write",
  "/letters",
  enabledForm,
  async (tx, { row, enabled }, staff) => {
    const { change, name } = await saveLetterType(tx, row, { enabled }, staff.id);
    const message = enabled
      ? `${name} is enabled.`
      : `${name} is disabled. Its retention period holds all the same.`;
    return { change, message };
  },
);

/** One period for several types: all of them, or none. */
export const saveSelected = formAction(
  "letters.write",
  "/letters",
  periodsForm,
  (tx, { selected, retentionDays }, staff) => savePeriods(tx, selected, retentionDays, staff.id),
);
