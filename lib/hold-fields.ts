import { z } from "zod";
import { calendarDay } from "./calendar-day.ts";
import { formatCount } from "./format.ts";

export const holdLimits = { owner: 200, reason: 2_000 };

const words = (missing: string, most: number) =>
  z
    .string(missing)
    .trim()
    .min(1, missing)
    .max(most, `Write at most ${formatCount(most)} characters.`)
    .refine((text) => !text.includes("\0"), "The text holds a character that no text has.");

/** What staff write about a legal hold. */
export const holdFields = {
  reason: words("Say why nothing may be forgotten.", holdLimits.reason),
  owner: words("Name who answers for the hold.", holdLimits.owner),
  /** YYYY-MM-DD. */
  reviewOn: calendarDay("Enter the day on which somebody looks at the hold again."),
};
const holdTextsSchema = z.object(holdFields);
export type HoldTexts = z.output<typeof holdTextsSchema>;

export const holdStates = ["open", "due", "released"] as const;
export type HoldState = (typeof holdStates)[number];
