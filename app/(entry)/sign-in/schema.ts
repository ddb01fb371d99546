import { z } from "zod";

export const signInForm = z.object({
  email: z.string().trim().min(1, "Enter your e-mail address.").max(320, "This is too long."),
  password: z.string().min(1, "Enter your password.").max(1000, "This is too long."),
  /** Where to go afterwards: a path of this site. */
  next: z.string().max(2000).optional(),
});
