"use server";

import { purgePerson } from "#jobs/purge-users/request.ts";
import { Refusal } from "#lib/refusal.ts";
import { formAction } from "#lib/server/action.ts";
import { deletionForm } from "./schema.ts";

/** By hand always fully; goes to the run, whose report is the receipt. */
export const deleteUser = formAction(
  "purge.run",
  "/users",
  deletionForm,
  async (tx, { id, typed }, staff) => {
    if (typed !== `ID ${id}`) throw new Refusal(`Type ID ${id} to confirm.`);
    const by = { submittedVia: "screen", staffId: staff.id } as const;
    const { runId, change } = await purgePerson(tx, { userId: id, how: "erase" }, by);
    return { change, to: `/monitor-jobs/${runId}` };
  },
);
