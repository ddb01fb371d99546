import { z } from "zod";
import { formatCount, formatCountOf } from "./format.ts";

const mostHours = 8_760;
const hoursText = `Enter whole hours, from 1 to ${formatCount(mostHours)}.`;
const hoursFrom = (least: number) =>
  z.int(hoursText).min(least, hoursText).max(mostHours, hoursText);

/** Of a schedule. However often its time was missed, it is caught up once or not at all. */
export const missedWithinHours = hoursFrom(0)
  .nullable()
  .describe(
    "A time that was missed is caught up once, within so many hours. null: as soon as it can be; 0: it waits for the next.",
  );

/** "A missed time is …" */
export function missedWords(withinHours: number | null): string {
  if (withinHours === null) return "caught up once, as soon as it can be";
  if (withinHours === 0) return "left out: the job waits for the next";
  return `caught up once, at most ${hoursWords(withinHours)} late`;
}

/** In the audit, of times that were left out. */
export const leftOutSentence = (withinHours: number): string =>
  withinHours === 0
    ? "A missed time waits for the next."
    : `What is more than ${hoursWords(withinHours)} late is left out.`;

const hoursWords = (hours: number) => formatCountOf(hours, "hour", "hours");

/** As a form sends it. The hours are sent always, and read where they are chosen. */
export const missedFields = {
  missed: z.enum(["always", "within", "never"], "Choose what becomes of a missed time."),
  missedHours: z.string(),
};
type MissedFields = z.output<z.ZodObject<typeof missedFields>>;

export function checkMissed({ missed, missedHours }: MissedFields, context: z.RefinementCtx): void {
  if (missed === "within" && !hoursFrom(1).safeParse(hoursOf(missedHours)).success)
    context.addIssue({ code: "custom", path: ["missedHours"], message: hoursText });
}

export const missedOf = ({ missed, missedHours }: MissedFields): number | null =>
  missed === "within" ? hoursOf(missedHours) : missed === "never" ? 0 : null;

export const missedToFields = (withinHours: number | null): MissedFields => ({
  missed: withinHours === null ? "always" : withinHours === 0 ? "never" : "within",
  missedHours: String(withinHours || 6),
});

const hoursOf = (text: string) => (text.trim() === "" ? Number.NaN : Number(text));
