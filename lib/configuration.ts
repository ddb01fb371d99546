import { z } from "zod";
import type { Family } from "./families.ts";
import { mailSettingsFields, type MailFields } from "./mail-settings.ts";
import { deletePolicies, type DeletePolicy } from "./purge-fields.ts";
import { limits, ruleSchemaFor } from "./rules.ts";
import { missedWithinHours } from "./missed.ts";
import { runLimitsSchema, type RunLimits } from "./run-limits.ts";
import { scheduleSchema, type Schedule } from "./schedule.ts";
import { formatCount } from "./format.ts";

const yesOrNo = z.boolean("Write true or false.");

const retentionDays = z
  .int("Write whole days, or null to keep letters until the user is purged.")
  .min(1, "A retention period is at least 1 day; null keeps letters until the user is purged.")
  .max(limits.days, `A retention period is at most ${formatCount(limits.days)} days.`)
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
        schedule: scheduleSchema.optional(),
        missedWithinHours: missedWithinHours.optional(),
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
        schedule: scheduleSchema.optional(),
        missedWithinHours: missedWithinHours.optional(),
        retentionDays: z
          .record(z.string(), retentionDays)
          .describe("Days by code of the letter type; null keeps letters until the user is purged.")
          .optional(),
        enabled: z
          .record(z.string(), yesOrNo)
          .describe("Whether the library uses the letter, by code of its type.")
          .optional(),
      })
      .optional(),
    mail: z
      .strictObject(mailSettingsFields)
      .partial()
      .describe(
        "How mails are sent; the password is never in a file. Who gets them is each person's own subscription, and not in it.",
      )
      .optional(),
    runLimits: runLimitsSchema.partial().describe("Where runs stop by themselves.").optional(),
    deleteUserPolicy: z
      .enum(deletePolicies, `Write one of ${deletePolicies.join(", ")}.`)
      .optional(),
  })
  .meta({ title: "Configuration of Lethe" });

export type Configuration = z.output<typeof configurationSchema>;
export type FamilyConfiguration = Required<z.output<ReturnType<typeof familyConfiguration>>>;

/** Every part is there: what `config export` writes. */
export interface WholeConfiguration {
  version: 1;
  institution: { name: string; timeZone: string; currency: string };
  anonymization: {
    active: boolean;
    schedule: Schedule;
    missedWithinHours: number | null;
    families: Record<Family, FamilyConfiguration>;
  };
  letters: {
    active: boolean;
    schedule: Schedule;
    missedWithinHours: number | null;
    retentionDays: Record<string, number | null>;
    enabled: Record<string, boolean>;
  };
  mail: MailFields;
  runLimits: RunLimits;
  deleteUserPolicy: DeletePolicy;
}

/** The JSON Schema that docs/configuration.schema.json publishes. */
export const configurationJsonSchema = () => z.toJSONSchema(configurationSchema, { io: "input" });
