import { z } from "zod";
import type { FamilyBoxes } from "#db/queries/anonymization.ts";
import type { Family } from "#lib/families.ts";
import { scheduleSchema, weekdays } from "#lib/schedule.ts";

const version = z.coerce.number().int();

const fields = z.object({
  scheduleVersion: version,
  status: z.enum(["active", "inactive"], "Choose Active or Inactive."),
  every: z.enum(["day", "week", "month"], "Choose daily, weekly or monthly."),
  weekday: z.enum(weekdays, "Choose a day of the week."),
  monthDay: z.string(),
  at: z.string(),
  loansVersion: version,
  loansRecords: z.boolean(),
  loansNotes: z.boolean(),
  feesVersion: version,
  feesRecords: z.boolean(),
  feesNotes: z.boolean(),
  requestsVersion: version,
  requestsRecords: z.boolean(),
  requestsNotes: z.boolean(),
  borrowingRequestsVersion: version,
  borrowingRequestsRecords: z.boolean(),
  borrowingRequestsNotes: z.boolean(),
});
type Fields = z.output<typeof fields>;

/** The whole screen in one form. What belongs to another kind of schedule is sent and not read. */
export const jobForm = fields.superRefine((sent, context) => {
  const wrong = scheduleSchema.safeParse(scheduleFields(sent)).error?.issues ?? [];
  for (const { path, message } of wrong) {
    context.addIssue({
      code: "custom",
      path: [path[0] === "on" ? "monthDay" : (path[0] ?? "every")],
      message,
    });
  }
});

export const scheduleOf = (sent: Fields) => scheduleSchema.parse(scheduleFields(sent));

function scheduleFields({ every, weekday, monthDay, at }: Fields) {
  if (every === "day") return { every, at };
  return every === "week"
    ? { every, on: weekday, at }
    : { every, on: monthDay.trim() === "" ? Number.NaN : Number(monthDay), at };
}

export const boxesOf = (sent: Fields): Record<Family, Required<FamilyBoxes>> => ({
  loans: boxes(sent, "loans"),
  fees: boxes(sent, "fees"),
  requests: boxes(sent, "requests"),
  borrowingRequests: boxes(sent, "borrowingRequests"),
});

const boxes = (sent: Fields, family: Family) => ({
  version: sent[`${family}Version`],
  records: sent[`${family}Records`],
  notes: sent[`${family}Notes`],
});
