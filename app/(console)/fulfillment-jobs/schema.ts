import { z } from "zod";
import type { FamilyBoxes } from "#db/queries/anonymization.ts";
import type { Family } from "#lib/families.ts";
import { checkSchedule, scheduleFields } from "#lib/schedule.ts";

const version = z.coerce.number().int();

const fields = z.object({
  ...scheduleFields,
  status: z.enum(["active", "inactive"], "Choose Active or Inactive."),
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

/** The whole screen in one form. */
export const jobForm = fields.superRefine(checkSchedule);

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
