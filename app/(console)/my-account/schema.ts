import { z } from "zod";
import { passwordCharacters } from "#lib/password-characters.ts";
import { areEqual, newPasswords, unequal } from "#lib/staff-fields.ts";

const required = "Enter the password that you sign in with now.";

export const passwordForm = z
  .object({
    currentPassword: z.string(required).min(1, required).max(passwordCharacters.max, required),
    ...newPasswords,
  })
  .refine(areEqual, unequal);

export const sessionsForm = z.object({});
