"use server";

import { startConfirmed } from "#app/start-confirmed.ts";
import { previewAnonymization } from "#jobs/anonymize/preview.ts";
import { formAction } from "#lib/server/action.ts";
import { runForm } from "./schema.ts";

export const runNow = formAction(
  "anonymization.run",
  "/fulfillment-jobs/preview",
  runForm,
  (tx, typed, staff) =>
    startConfirmed(tx, previewAnonymization, { job: "anonymization", ...typed }, staff),
);
