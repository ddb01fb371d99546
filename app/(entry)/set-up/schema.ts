import { z } from "zod";
import { areEqual, emailAddress, newPasswords, personName, unequal } from "#lib/staff-fields.ts";

const token = z.string().max(200);

export const firstAccountForm = z
  .object({ token, name: personName, email: emailAddress, ...newPasswords })
  .refine(areEqual, unequal);

export const invitationForm = z.object({ token, ...newPasswords }).refine(areEqual, unequal);
