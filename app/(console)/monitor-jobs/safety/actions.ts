"use server";

import { engageSwitch, releaseSwitch } from "#db/queries/kill-switches.ts";
import { saveRunLimits } from "#db/queries/run-limits.ts";
import { permissionOfSwitch } from "#lib/permissions.ts";
import { formAction, requirePermission } from "#lib/server/action.ts";
import { engageForm, limitsForm, releaseForm } from "./schema.ts";

const page = "/monitor-jobs/safety";

export const engage = formAction(
  "jobs.read",
  page,
  engageForm,
  async (tx, { scope, reason }, staff) => {
    requirePermission(staff, permissionOfSwitch(scope));
    return {
      change: await engageSwitch(tx, { scope, reason, staffId: staff.id }),
      message: "Engaged. Runs stop before their next batch.",
    };
  },
);

export const release = formAction("jobs.read", page, releaseForm, async (tx, seen, staff) => {
  requirePermission(staff, permissionOfSwitch(seen.scope));
  return {
    change: await releaseSwitch(tx, seen),
    message: "Released. What it paused stays paused until somebody resumes it.",
  };
});

export const saveLimits = formAction("institution.write", page, limitsForm, saveRunLimits);
