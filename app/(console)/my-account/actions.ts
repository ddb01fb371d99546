"use server";

import { endOtherSessions } from "#db/queries/staff-sessions.ts";
import { formAction } from "#lib/server/action.ts";
import { changeOwnPassword } from "#lib/server/own-password.ts";
import { passwordForm, sessionsForm } from "./schema.ts";

const path = "/my-account";

/** The new password is the one to sign in with, here too. */
export const changePassword = formAction(
  "overview.read",
  path,
  passwordForm,
  async (tx, passwords, staff) => ({
    change: await changeOwnPassword(tx, staff, passwords),
    to: "/sign-in",
  }),
);

export const endOthers = formAction("overview.read", path, sessionsForm, async (tx, _, staff) => ({
  change: await endOtherSessions(tx, staff),
  message: "You are signed out everywhere else.",
}));
