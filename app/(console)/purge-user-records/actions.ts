"use server";

import { startConfirmed } from "#app/start-confirmed.ts";
import {
  addPurgeJob,
  deletePurgeJob,
  noteRunOfJob,
  optionsOfJob,
  readPurgeJob,
} from "#db/queries/purge-jobs.ts";
import { previewPurge } from "#jobs/purge-users/preview.ts";
import { formAction } from "#lib/server/action.ts";
import type { Staff } from "#lib/server/session.ts";
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

export const runJob = formAction(
  "purge.run",
  path,
  runJobForm,
  async (tx, { id, ...typed }, staff) => {
    const options = optionsOfJob(await readPurgeJob(tx, staff, id));
    const asked = { job: "purge-users", options, ...typed } as const;
    const started = await startConfirmed(tx, previewPurge, asked, staff);
    await noteRunOfJob(tx, id, started.requested);
    return started;
  },
);
