"use server";

import { startConfirmed } from "#app/start-confirmed.ts";
import { previewUpdate } from "#jobs/update-users/preview.ts";
import { formAction } from "#lib/server/action.ts";
import { runUpdateForm } from "./schema.ts";

/** Starts the run that the preview showed, or asks a second person for it, and goes there. */
export const runUpdate = formAction(
  "users.run",
  "/run-a-job/update-users",
  runUpdateForm,
  (tx, { set, changes, ...confirmed }, staff) => {
    const options = { set, changes: JSON.parse(changes) as unknown };
    return startConfirmed(tx, previewUpdate, { job: "update-users", options, ...confirmed }, staff);
  },
);
