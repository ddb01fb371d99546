import { z } from "zod";

/** `typed` is what the person typed; `shown` the number that their preview showed. */
export const runForm = z.object({
  shown: z.coerce.number().int().positive(),
  typed: z
    .string()
    .transform((typed) => Number(typed.replaceAll(/[\s,.’']/g, "")))
    .pipe(z.number("Type the number that the preview shows.").int().positive()),
});
