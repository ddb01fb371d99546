import { z } from "zod";
import { families } from "#lib/families.ts";

/** As long as a barcode, or a number in a source system, can be. */
const LONGEST = 200;

export const recordNumber = z
  .string()
  .trim()
  .min(1, "Enter a barcode or a number.")
  .max(LONGEST, `A number has at most ${LONGEST} characters.`)
  .refine((text) => !text.includes("\0"), "The number holds a character that no text has.");

export const findForm = z.object({
  by: z.enum(["barcode", "id", "source"], "Choose what the number is."),
  family: z.enum(families, "Choose the kind of record."),
  number: recordNumber,
});

/** Of each family, on the page of an item. */
export const recordsPerItem = 100;

/** A record's or an item's id in an address, as the database can hold it. */
export const idParameter = z
  .string()
  .regex(/^[1-9]\d{0,14}$/)
  .transform(Number);

export const recordsSearch = z.object({ item: idParameter.optional().catch(undefined) });
export const recordParams = z.object({ family: z.enum(families), id: idParameter });
