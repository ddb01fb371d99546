import { z } from "zod";
import { formatCount } from "./format.ts";

/** Completed runs that a scheduled one is held against, and the number that needs no comparison. */
export const lastRunsLookedAt = 10;
export const alwaysAllowed = 1_000;

/** Bounds of the limits; the database has the same as CHECKs. */
const bounds = {
  margin: [0, 100],
  share: [1, 100],
  from: [5, 1_000_000],
  most: [1, 1_000_000_000],
  times: [1, 1_000],
  megabytes: [0, 1_000_000],
  days: [0, 36_500],
  hours: [1, 8_760],
} as const;

const whole = (label: string, [min, max]: readonly [number, number]) => {
  const sentence = `${label} is a whole number from ${min} to ${formatCount(max)}.`;
  return z.int(sentence).min(min, sentence).max(max, sentence);
};

const time = (label: string) =>
  z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, `${label} is a time, such as 08:00.`);

/** As in the configuration file and the API. */
export const runLimitsSchema = z.strictObject({
  marginPercent: whole("The margin", bounds.margin).describe(
    "How far beyond its preview a run may go, in percent.",
  ),
  sharePercent: whole("The share", bounds.share).describe(
    "A run that nobody confirmed by its number may take this much of all, in percent.",
  ),
  shareOfOnePercent: whole("The share of one", bounds.share)
    .nullable()
    .describe(
      "A run that nobody confirmed by its number may take this much of the finished records of one library or user group, or of the users of one group, in percent; null: not asked.",
    ),
  shareOfOneFrom: whole("The size from which one counts", bounds.from).describe(
    "Libraries and user groups with fewer finished records, or users, are left out of the share of one.",
  ),
  mostOfOne: whole("The most of one", bounds.most)
    .nullable()
    .describe(
      "A run that nobody confirmed by its number may take so many finished records of one library or user group, or so many users of one group, whatever their share; null: not asked.",
    ),
  timesLastRuns: whole("Times the last runs", bounds.times).describe(
    `A scheduled run may take this many times the largest of the last ${lastRunsLookedAt}, and ${formatCount(alwaysAllowed)} whatever they took.`,
  ),
  approvalAbove: z
    .int("approvalAbove is a whole number, or null when one person is enough.")
    .nonnegative("approvalAbove is a whole number, or null when one person is enough.")
    .nullable()
    .describe(
      "A run that would remove more needs a second person, and does not begin by a schedule; null: one person is enough.",
    ),
  restFrom: time("The beginning of the library's hours")
    .nullable()
    .describe("From when on no batch begins, HH:MM in the institution's zone; null: at any time."),
  restUntil: time("The end of the library's hours")
    .nullable()
    .describe("Until when; over midnight where it is the earlier."),
  rewriteUpToMb: whole("The size", bounds.megabytes).describe(
    "Tables up to so many MB are rewritten at once after a run that removed something, and are locked for that time.",
  ),
  rewriteFrom: time("The beginning of the window").describe(
    "From when on larger tables are rewritten, HH:MM in the institution's zone.",
  ),
  rewriteUntil: time("The end of the window").describe(
    "Until when; over midnight where it is the earlier.",
  ),
  backupDays: whole("The age of backups", bounds.days)
    .nullable()
    .describe("For how many days backups and archived logs are kept; null: not said."),
  backupWarnHours: whole("The age of a verified backup", bounds.hours)
    .nullable()
    .describe(
      "Who starts what removes is warned when the last verified backup is older than so many hours; null: backups are not spoken of.",
    ),
  backupRequired: z
    .boolean("backupRequired is true or false.")
    .describe("Nothing that removes starts then, by hand or by a schedule."),
});

/** Where a run stops by itself, from which size on it needs a second person, and when its traces may be erased. */
export type RunLimits = z.output<typeof runLimitsSchema>;

/** The most that a run may remove whose preview said `expected`. */
export const ceilingOf = (expected: number, marginPercent: number): number =>
  Math.floor((expected * (100 + marginPercent)) / 100);

/** A preview asks of everything that its job may take. */
export const PREVIEW_TIMEOUT_MS = 300_000;
