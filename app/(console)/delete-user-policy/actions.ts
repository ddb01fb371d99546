"use server";

import { saveDeleteUserPolicy } from "#db/queries/delete-user-policy.ts";
import { requestRun } from "#jobs/engine/propose.ts";
import { requireStillTrue } from "#jobs/purge-users/request.ts";
import { formatCount } from "#lib/format.ts";
import { Refusal } from "#lib/refusal.ts";
import { formAction } from "#lib/server/action.ts";
import { runForm } from "../fulfillment-jobs/preview/schema.ts";
import { requestedHref } from "../monitor-jobs/schema.ts";
import { policyForm } from "./schema.ts";

const path = "/delete-user-policy";

export const savePolicy = formAction("purge.write", path, policyForm, async (tx, input) => ({
  change: await saveDeleteUserPolicy(tx, input),
  message: "Saved. It governs deletions from now on; nobody who was purged earlier has changed.",
}));

/** Applies the saved policy to those who were purged under one that leaves more. */
export const applyPolicy = formAction(
  "purge.run",
  path,
  runForm,
  async (tx, { shown, typed }, staff) => {
    if (typed !== shown) throw new Refusal(`Type ${formatCount(shown)} to confirm.`);
    const options = { purged: "apply" } as const;
    await requireStillTrue(tx, options, { shown, staffId: staff.id });
    const requested = await requestRun(tx, {
      job: "purge-users",
      options,
      submittedVia: "screen",
      staffId: staff.id,
      confirm: shown,
    });
    return { change: requested.change, to: requestedHref(requested) };
  },
);
