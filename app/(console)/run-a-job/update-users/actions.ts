"use server";

import { requestRun } from "#jobs/engine/propose.ts";
import { requireStillTrue } from "#jobs/update-users/request.ts";
import { formatCount } from "#lib/format.ts";
import { Refusal } from "#lib/refusal.ts";
import { formAction } from "#lib/server/action.ts";
import { requestedHref } from "../../monitor-jobs/schema.ts";
import { runUpdateForm } from "./schema.ts";

/** Starts the run that the preview showed, or asks a second person for it, and goes there. */
export const runUpdate = formAction(
  "users.run",
  "/run-a-job/update-users",
  runUpdateForm,
  async (tx, { set, changes, shown, typed }, staff) => {
    if (typed !== shown) throw new Refusal(`Type ${formatCount(shown)} to confirm.`);
    const options = { set, changes: JSON.parse(changes) as unknown };
    await requireStillTrue(tx, options, { shown, staffId: staff.id });
    const requested = await requestRun(tx, {
      job: "update-users",
      options,
      submittedVia: "screen",
      staffId: staff.id,
      confirm: shown,
    });
    return { change: requested.change, to: requestedHref(requested) };
  },
);
