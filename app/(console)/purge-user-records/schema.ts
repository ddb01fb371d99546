import { z } from "zod";
import {
  deletePolicies,
  purgeLimits,
  purgeReasonKeys,
  type PurgeOptions,
} from "#lib/purge-fields.ts";
import { recordTypes } from "#lib/user-fields.ts";
import { runForm } from "../fulfillment-jobs/preview/schema.ts";
import { rowNumber } from "#lib/row-number.ts";

const id = rowNumber();
const empty = z.literal("").transform(() => undefined);

export const purgeJobParameter = id;
/** Whom a reason holds back. */
export const heldBackParameters = z.object({
  id,
  reason: z.enum(purgeReasonKeys),
});
export const jobsPerPage = 50;
/** A set that the page was asked to purge, and the job that a page goes on behind. */
export const listSearch = z.object({
  set: id.optional().catch(undefined),
  before: id.optional().catch(undefined),
});

const days = "Enter whole days from 0 to 36,500, or leave it blank for 0.";
const threshold = "Enter an amount from 0 to 1,000,000 such as 1 or 1.50, with a point.";

/** Add a Job. What does not apply is sent empty. */
export const addForm = z
  .object({
    recordType: z.union([empty, z.enum(recordTypes)], "Choose a user record type.").optional(),
    userGroup: z.union([empty, z.string().max(255)]).optional(),
    set: z.union([empty, id]).optional(),
    days: z
      .string()
      .trim()
      .regex(/^\d{0,5}$/, days)
      .transform(Number)
      .pipe(z.number().max(purgeLimits.longestDays, days)),
    waiveThreshold: z
      .string()
      .trim()
      .regex(/^(\d{1,7}(\.\d{1,2})?)?$/, threshold)
      .transform(Number)
      .pipe(z.number().max(purgeLimits.largestThreshold, threshold)),
    skipActiveRequests: z.boolean(),
    skipUnexpired: z.boolean(),
    afterwards: z.enum(["stay", "close"]).default("close"),
  })
  .superRefine(({ recordType, set }, context) => {
    if ((recordType === undefined) !== (set === undefined)) return;
    context.addIssue({
      code: "custom",
      path: ["recordType"],
      message: "Choose a user record type, or a set; one of the two.",
    });
  });

export function optionsOfForm(form: z.output<typeof addForm>): PurgeOptions {
  const { days, afterwards: _afterwards, recordType, userGroup, set, ...rest } = form;
  return {
    ...rest,
    daysAfterPurgeDate: days,
    ...(set !== undefined && { set }),
    ...(recordType !== undefined && { recordType }),
    ...(userGroup !== undefined && { userGroup }),
  };
}

export const actForm = z.object({ id, verb: z.enum(["duplicate", "delete"]) });
/** The policy is the one that the preview named. */
export const runPurgeForm = runForm.extend({ policy: z.enum(deletePolicies) });
export const runJobForm = runPurgeForm.extend({ id });
