import { z } from "zod";
import { auditHead } from "#db/queries/audit.ts";
import { calendarDay } from "#lib/calendar-day.ts";
import { csvOrJson } from "../schema.ts";

/** Stricter than the screen's address: a script is told what does not fit. */
export const auditQuery = z.strictObject({
  actor: z
    .string()
    .min(1)
    .max(200)
    .describe("A person's id, operator, schedule, setup, or key and its beginning.")
    .optional(),
  action: z.string().min(1).max(200).optional(),
  day: calendarDay().describe("A day in the institution's zone.").optional(),
  before: z.coerce
    .number("An entry is named by its number.")
    .int()
    .positive()
    .describe("Only entries older than this one.")
    .optional(),
  format: csvOrJson,
});

export const auditPage = z.object({
  entries: z.array(
    z.object({
      id: z.int(),
      at: z.string().describe("YYYY-MM-DD HH:MM:SS in the institution's zone."),
      actor: z.string(),
      actorName: z.string(),
      action: z.string(),
      subject: z.string(),
      subjectName: z.string(),
      before: z.unknown(),
      after: z.unknown(),
    }),
  ),
  next: z.int().nullable().describe("The before of the next page; null on the last."),
});

export const verificationQuery = z.strictObject({
  head: z
    .string()
    .regex(auditHead, "A head is the number of an entry, a colon and 16 digits of its hash.")
    .describe("The head of an earlier answer, kept elsewhere: whether that entry is still there.")
    .optional(),
});

export const auditVerdict = z.object({
  whole: z.boolean(),
  brokenAt: z
    .int()
    .nullable()
    .describe("The first entry that does not follow from the one before it."),
  head: z
    .string()
    .nullable()
    .describe("Of the newest entry. Kept elsewhere, it shows later whether the end was removed."),
  hasHead: z
    .boolean()
    .nullable()
    .describe("Whether the entry of the head that was asked for is there; null without one."),
});
