import { z } from "zod";
import { copyMade } from "#lib/backup.ts";

export const verifiedBody = z.strictObject({
  madeAt: copyMade,
});

export const knownBackup = z.object({
  madeAt: z
    .string()
    .nullable()
    .describe("When the newest verified backup was made, ISO 8601 in UTC; null: none is known."),
  takenBack: z.boolean().describe("None is known, since what was told was taken back."),
  warnHours: z
    .int()
    .nullable()
    .describe("Older than so many hours it is too old; null: it never is."),
  required: z.boolean().describe("Nothing that removes starts while it is too old."),
  tooOld: z.boolean().describe("It is older than that, or none is known."),
});
