"use server";

import { startConfirmed } from "#app/start-confirmed.ts";
import { previewLettersPurge } from "#jobs/purge-letters/preview.ts";
import { formAction } from "#lib/server/action.ts";
import { runForm } from "../../fulfillment-jobs/preview/schema.ts";

export const runNow = formAction("letters.run", "/letters/preview", runForm, (tx, typed, staff) =>
  startConfirmed(tx, previewLettersPurge, { job: "letters-purge", ...typed }, staff),
);
