import { z } from "zod";
import { emailAddress, newPassword, personName } from "#lib/staff-fields.ts";

const token = z.string().max(200);
const passwords = { password: newPassword, repeated: z.string() };
const areEqual = (input: { password: string; repeated: string }) =>
  input.password === input.repeated;
const unequal = { path: ["repeated"], error: "The two passwords are not the same." };

export const firstAccountForm = z
  .object({ token, name: personName, email: emailAddress, ...passwords })
  .refine(areEqual, unequal);

export const invitationForm = z.object({ token, ...passwords }).refine(areEqual, unequal);
