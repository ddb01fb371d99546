import { z } from "zod";
import { parseCount } from "#lib/format.ts";

/** `typed` is what the person typed; `shown` the number that their preview showed. */
const typedForm = z.object({
  shown: z.coerce.number().int().positive(),
  typed: z
    .string()
    .transform(parseCount)
    .pipe(z.number("Type the number that the preview shows.").int().positive()),
});

/** With what the preview was counted with. */
export const runForm = typedForm.extend({ settingsHash: z.string().length(64) });
