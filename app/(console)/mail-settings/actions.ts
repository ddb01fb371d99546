"use server";

import { saveMailSettings } from "#db/queries/mail.ts";
import { formAction } from "#lib/server/action.ts";
import { mailSettingsForm } from "./schema.ts";

export const save = formAction(
  "institution.write",
  "/mail-settings",
  mailSettingsForm,
  saveMailSettings,
);
