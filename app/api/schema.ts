import { z } from "zod";
import { families } from "#lib/families.ts";

/** Another one after every change: sent back with a write, it tells the second of two savers. */
export const version = z.int("version is the number that was read.").positive();

export const familyParams = z.strictObject({
  family: z.enum(families, `There are ${families.join(", ")}.`),
});

export const csvOrJson = z.enum(["json", "csv"], "The format is json or csv.").default("json");

export const moment = z.string().describe("ISO 8601, in UTC.");
export const day = z.string().describe("YYYY-MM-DD.");
export const count = z.number();

/** Of a preview, and of the request for its run. */
export const settingsHash = z
  .string()
  .regex(/^[0-9a-f]{64}$/, "settingsHash is what the preview says: 64 hexadecimal digits.")
  .describe("Stands for the rules and settings that the preview is counted with.");
export const settingsHashAsked = settingsHash
  .optional()
  .describe("Of the preview; refused when the settings are others now.");

/** Of a preview. */
export const limitOfOne = z
  .object({
    percent: z.number().nullable(),
    from: z.number().describe("Of those with fewer the percentage is not asked."),
    most: z
      .number()
      .nullable()
      .describe("Records or users that may go of one, whatever its size; null: not asked."),
    over: z.array(
      z.object({
        kind: z.enum(["library", "userGroup"]),
        code: z.string().describe("Empty for no user group."),
        takes: z.number(),
        total: z.number(),
        beyond: z.array(z.enum(["percent", "most"])).describe("Which of the two is exceeded."),
      }),
    ),
  })
  .nullable()
  .describe(
    "Libraries and user groups of which a run would take more than the limits let: its brake stops it unless the number was confirmed. Null: not asked.",
  );
