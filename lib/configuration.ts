import { z } from "zod";
import { families, type Family } from "./families.ts";
import { limits, ruleSchemaFor } from "./rules.ts";

/** ISO order: Monday is 1. */
export const weekdays = [
  "Monday",
  "Tuesday",
  "Wednesday",
  "Thursday",
  "Friday",
  "Saturday",
  "Sunday",
] as const;

export const deleteUserPolicies = [
  "keepFullyReportable",
  "keepStatistics",
  "keepStatisticsAndRemovePrimaryId",
  "fullyRemove",
] as const;

const yesOrNo = z.boolean("Write true or false.");

const at = z
  .string("Write a time as HH:MM, from 00:00 to 23:59.")
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, "Write a time as HH:MM, from 00:00 to 23:59.")
  .describe("Time of day in the institution's zone.");

const schedule = z.discriminatedUnion(
  "every",
  [
    z.strictObject({ every: z.literal("day"), at }),
    z.strictObject({
      every: z.literal("week"),
      on: z.enum(weekdays, `Write one of ${weekdays.join(", ")}.`),
      at,
    }),
    z.strictObject({
      every: z.literal("month"),
      on: z
        .int("Write a day of the month, from 1 to 31.")
        .min(1, "Write a day of the month, from 1 to 31.")
        .max(31, "Write a day of the month, from 1 to 31.")
        .describe("Day of the month; a shorter month runs on its last day."),
      at,
    }),
  ],
  { error: "A schedule is every day, week or month, with on and at as they apply." },
);

const retentionDays = z
  .int("Write whole days, or null to keep letters until the user is purged.")
  .min(1, "A retention period is at least 1 day; null keeps letters until the user is purged.")
  .max(limits.days, `A retention period is at most ${limits.days.toLocaleString("en")} days.`)
  .nullable();

const familyConfiguration = (family: Family) =>
  z.strictObject({
    records: yesOrNo.describe("Cut the link between record and patron.").optional(),
    notes: yesOrNo.describe("Remove the notes.").optional(),
    rules: z
      .array(ruleSchemaFor(family), "Write a list of rules.")
      .max(limits.rules, `A family takes at most ${limits.rules} rules.`)
      .describe(
        "In order; replaces the family's whole list. The first enabled rule that matches decides.",
      )
      .optional(),
    default: yesOrNo.describe("Whether what no rule matches is anonymized.").optional(),
  });

const institution = z.strictObject({
  name: z.string("Write a name.").trim().min(1, "Write a name.").max(limits.name).optional(),
  timeZone: z
    .string("Write an IANA time zone.")
    .min(1)
    .describe("IANA name, such as Europe/Zurich.")
    .optional(),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, "Write a currency as three capital letters, such as CHF.")
    .optional(),
});

/** The file that `config export` writes and `config apply` reads. A part left out stays as it is. */
export const configurationSchema = z
  .strictObject({
    version: z.literal(1, "This version of Lethe reads configuration files of version 1."),
    institution: institution.optional(),
    anonymization: z
      .strictObject({
        active: yesOrNo.optional(),
        schedule: schedule.optional(),
        families: z
          .strictObject({
            loans: familyConfiguration("loans").optional(),
            fees: familyConfiguration("fees").optional(),
            requests: familyConfiguration("requests").optional(),
            borrowingRequests: familyConfiguration("borrowingRequests").optional(),
          })
          .optional(),
      })
      .optional(),
    letters: z
      .strictObject({
        active: yesOrNo.optional(),
        schedule: schedule.optional(),
        retentionDays: z
          .record(z.string(), retentionDays)
          .describe("Days by code of the letter type; null keeps letters until the user is purged.")
          .optional(),
      })
      .optional(),
    deleteUserPolicy: z
      .enum(deleteUserPolicies, `Write one of ${deleteUserPolicies.join(", ")}.`)
      .optional(),
  })
  .meta({ title: "Configuration of Lethe" });

export type Configuration = z.output<typeof configurationSchema>;
export type ScheduleConfiguration = z.output<typeof schedule>;
export type FamilyConfiguration = Required<z.output<ReturnType<typeof familyConfiguration>>>;

/** Every part is there: what `config export` writes. */
export interface WholeConfiguration {
  version: 1;
  institution: { name: string; timeZone: string; currency: string };
  anonymization: {
    active: boolean;
    schedule: ScheduleConfiguration;
    families: Record<Family, FamilyConfiguration>;
  };
  letters: {
    active: boolean;
    schedule: ScheduleConfiguration;
    retentionDays: Record<string, number | null>;
  };
  deleteUserPolicy: (typeof deleteUserPolicies)[number];
}

/** The JSON Schema that docs/configuration.schema.json publishes. */
export const configurationJsonSchema = () => z.toJSONSchema(configurationSchema, { io: "input" });
