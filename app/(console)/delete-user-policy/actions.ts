"use server";

import type { z } from "zod";
import { startConfirmed } from "#app/start-confirmed.ts";
import { saveDeleteUserPolicy } from "#db/queries/delete-user-policy.ts";
import { previewPurge } from "#jobs/purge-users/preview.ts";
import { deletePolicyNames, isStricter } from "#lib/purge-fields.ts";
import { formAction } from "#lib/server/action.ts";
import { runPurgeForm } from "../purge-user-records/schema.ts";
import { policyForm } from "./schema.ts";

const path = "/delete-user-policy";

export const savePolicy = formAction("purge.write", path, policyForm, async (tx, input) => ({
  change: await saveDeleteUserPolicy(tx, input),
  message: `Saved. It governs deletions from now on, those of purge jobs too; nobody who was purged earlier has changed.${
    leavesMore(input) ? ` It leaves more than “${deletePolicyNames[input.was]}” did.` : ""
  }`,
}));

const leavesMore = ({ policy, was }: z.output<typeof policyForm>) => isStricter(was, policy);

/** Applies the saved policy to those who were purged under one that leaves more. */
export const applyPolicy = formAction("purge.run", path, runPurgeForm, (tx, typed, staff) =>
  startConfirmed(
    tx,
    previewPurge,
    { job: "purge-users", options: { purged: "apply" }, ...typed },
    staff,
  ),
);
