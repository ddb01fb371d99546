import { z } from "zod";
import { institutionForm } from "#app/(console)/institution/schema.ts";
import { version } from "../schema.ts";

const { name, timeZone, currency } = institutionForm.shape;

export const institutionBody = z.strictObject({
  version,
  name,
  timeZone: timeZone.describe("IANA name, such as Europe/Zurich. Days are days in this zone."),
  currency: currency.describe("ISO 4217."),
});

export const institutionAnswer = z.object({
  version: z.int(),
  name: z.string(),
  timeZone: z.string(),
  currency: z.string(),
});

export const savedInstitution = institutionAnswer.extend({
  moved: z.number().describe("Linked records that moved to another day with the zone."),
});

export const zoneChange = z.object({
  timeZone: z.string().describe("As it is spelled."),
  records: z.number().describe("Linked records; anonymized ones keep their days."),
  letters: z.number(),
});
