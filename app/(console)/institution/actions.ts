"use server";

import { saveInstitution } from "#db/queries/institution.ts";
import { formAction } from "#lib/server/action.ts";
import { institutionForm } from "./schema.ts";

export const save = formAction(
  "institution.write",
  "/institution",
  institutionForm,
  saveInstitution,
);
