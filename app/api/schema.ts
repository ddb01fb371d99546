import { z } from "zod";
import { families } from "#lib/families.ts";

/** Another one after every change: sent back with a write, it tells the second of two savers. */
export const version = z.int("version is the number that was read.").positive();

export const familyParams = z.strictObject({
  family: z.enum(families, `There are ${families.join(", ")}.`),
});

export const csvOrJson = z.enum(["json", "csv"], "The format is json or csv.").default("json");
