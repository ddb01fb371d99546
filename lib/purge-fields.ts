import { z } from "zod";
import { recordTypes } from "./user-fields.ts";

/** What deletion leaves of a user, from the loosest to the strictest. Names as in Ex Libris Alma. */
export const deletePolicies = [
  "keepFullyReportable",
  "keepStatistics",
  "keepStatisticsAndRemovePrimaryId",
  "fullyRemove",
] as const;
export type DeletePolicy = (typeof deletePolicies)[number];

export const deletePolicyNames: Record<DeletePolicy, string> = {
  keepFullyReportable: "Keep fully reportable",
  keepStatistics: "Keep statistics",
  keepStatisticsAndRemovePrimaryId: "Keep statistics and remove primary ID",
  fullyRemove: "Fully remove",
};

export const isStricter = (one: DeletePolicy, other: DeletePolicy): boolean =>
  deletePolicies.indexOf(one) > deletePolicies.indexOf(other);

/** Why a user is not purged, in the order in which it is asked: the first that applies is told. */
export const purgeReasons = {
  alreadyDeleted: "Already deleted",
  noPurgeDate: "No purge date",
  notReached: "Purge date not reached",
  legalHold: "Legal hold",
  isRunning: "Is the person running the job",
  staffRole: "Active staff role other than Patron",
  activeLoan: "Active loan",
  activeBorrowing: "Borrowing request shipped, received, on hold shelf or overdue",
  unsettledFee: "Fee in dispute or exported",
  credit: "Credit owed to the user",
  aboveThreshold: "Active fees above the waive threshold",
  activeRequest: "Active requests",
  unexpired: "Not yet expired",
} as const;
export type PurgeReason = keyof typeof purgeReasons;
export const purgeReasonKeys = Object.keys(purgeReasons) as PurgeReason[];

/** The reason that a count calls so; undefined for one of another kind. */
export const reasonCalled = (said: string): PurgeReason | undefined =>
  purgeReasonKeys.find((reason) => purgeReasons[reason] === said);

export const purgeLimits = { longestDays: 36_500, largestThreshold: 1_000_000 };

const days = "Days after the purge date are a whole number from 0 to 36,500.";
const threshold =
  "A waive threshold is an amount from 0 to 1,000,000 with at most two decimals, such as 1.50.";

/** Whom a purge is about and how it goes about it; a screen, a script and the command line say it alike. */
export const purgeOptions = z
  .strictObject(
    {
      set: z.int("A set is named by its number.").positive().optional(),
      recordType: z.enum(recordTypes, "A record type is public, staff or contact.").optional(),
      userGroup: z.string().min(1).max(255).optional(),
      daysAfterPurgeDate: z.int(days).min(0, days).max(purgeLimits.longestDays, days).default(0),
      waiveThreshold: z
        .number(threshold)
        .min(0, threshold)
        .max(purgeLimits.largestThreshold, threshold)
        .multipleOf(0.01, threshold)
        .default(0),
      skipActiveRequests: z.boolean().default(false),
      skipUnexpired: z.boolean().default(false),
    },
    "Choose a user record type, or a set.",
  )
  .superRefine(({ set, recordType, userGroup }, context) => {
    const say = (message: string) =>
      context.addIssue({ code: "custom", path: ["recordType"], message });
    if (set === undefined && recordType === undefined) say("Choose a user record type, or a set.");
    if (set !== undefined && recordType !== undefined)
      say("Choose a user record type or a set, not both.");
    if (userGroup !== undefined && recordType === undefined) {
      context.addIssue({
        code: "custom",
        path: ["userGroup"],
        message: "A user group needs a record type.",
      });
    }
  });
export type PurgeOptions = z.output<typeof purgeOptions>;
