import { z } from "zod";

export const institutionForm = z.object({
  version: z.coerce.number().int(),
  name: z
    .string()
    .trim()
    .min(1, "Enter the library's name.")
    .max(200, "A name has at most 200 characters."),
  timeZone: z.string().trim().min(1, "Enter a time zone, such as Europe/Zurich.").max(100),
  currency: z
    .string()
    .trim()
    .toUpperCase()
    .regex(/^[A-Z]{3}$/, "A currency is three letters, such as CHF."),
});
