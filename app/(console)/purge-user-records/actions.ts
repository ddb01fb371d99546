"use server";

import {
  addPurgeJob,
  deletePurgeJob,
  noteRunOfJob,
  optionsOfJob,
  readPurgeJob,
} from "#db/queries/purge-jobs.ts";
import { requestRun } from "#jobs/engine/propose.ts";
import { requireStillTrue } from "#jobs/purge-users/request.ts";
import { formatCount } from "#lib/format.ts";
import { Refusal } from "#lib/refusal.ts";
import { formAction } from "#lib/server/action.ts";
import type { Staff } from "#lib/server/session.ts";
import { requestedHref } from "../monitor-jobs/schema.ts";
import { actForm, addForm, optionsOfForm, runJobForm } from "./schema.ts";

const path = "/purge-user-records";
const maker = (staff: Staff) => ({ user: staff, staffId: staff.id });

export const addJob = formAction("purge.write", path, addForm, async (tx, input, staff) => {
  const { change } = await addPurgeJob(tx, maker(staff), optionsOfForm(input));
  return { change, message: "Added. Nobody is purged before it is run." };
});

export const actOnJob = formAction(
  "purge.write",
  path,
  actForm,
  async (tx, { id, verb }, staff) => {
    if (verb === "delete") {
      return {
        change: await deletePurgeJob(tx, id),
        message: "Deleted. Its runs stay in History.",
      };
    }
    const job = await readPurgeJob(tx, staff, id);
    const { change } = await addPurgeJob(tx, maker(staff), optionsOfJob(job));
    return { change, message: "Duplicated." };
  },
);

/** Starts the run that the preview showed, or asks a second person for it, and goes there. */
export const runJob = formAction(
  "purge.run",
  path,
  runJobForm,
  async (tx, { id, shown, typed }, staff) => {
    if (typed !== shown) throw new Refusal(`Type ${formatCount(shown)} to confirm.`);
    const options = optionsOfJob(await readPurgeJob(tx, staff, id));
    await requireStillTrue(tx, options, { shown, staffId: staff.id });
    const requested = await requestRun(tx, {
      job: "purge-users",
      options,
      submittedVia: "screen",
      staffId: staff.id,
      confirm: shown,
    });
    await noteRunOfJob(tx, id, requested);
    return { change: requested.change, to: requestedHref(requested) };
  },
);
