import { z } from "zod";
import { passwordCharacters } from "./password-characters.ts";

export const personName = z
  .string()
  .trim()
  .min(1, "Enter a name.")
  .max(200, "A name has at most 200 characters.");

export const emailAddress = z
  .email("Enter an e-mail address, such as name@library.org.")
  .max(320, "This is too long.");

const newPassword = z
  .string()
  .min(passwordCharacters.min, `A password has at least ${passwordCharacters.min} characters.`)
  .max(passwordCharacters.max, `A password has at most ${passwordCharacters.max} characters.`);

/** A new password is typed twice: the fields, and what a form of them must keep to. */
export const newPasswords = { password: newPassword, repeated: z.string() };
export const areEqual = (input: { password: string; repeated: string }) =>
  input.password === input.repeated;
export const unequal = { path: ["repeated"], error: "The two passwords are not the same." };
