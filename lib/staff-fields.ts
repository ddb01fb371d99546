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

/**
 * A new password is typed twice: the fields, and what a form of them must keep to. Fields whose name says
 * "password" are given back to no page.
 */
export const newPasswords = { password: newPassword, repeatedPassword: z.string() };
export const areEqual = (input: { password: string; repeatedPassword: string }) =>
  input.password === input.repeatedPassword;
export const unequal = { path: ["repeatedPassword"], error: "The two passwords are not the same." };
