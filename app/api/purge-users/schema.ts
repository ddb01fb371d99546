import { z } from "zod";
import { deletePolicies, purgeOptions } from "#lib/purge-fields.ts";
import { recordTypes } from "#lib/user-fields.ts";
import { runStatus } from "#db/schema/index.ts";
import type { Caller } from "#lib/server/caller.ts";
import { count, limitOfOne, settingsHash, settingsHashAsked } from "../schema.ts";
import { setUserOf } from "../users/schema.ts";
import { rowNumber } from "#lib/row-number.ts";

export const policy = z.enum(deletePolicies, `A policy is ${deletePolicies.join(", ")}.`);

export const purgePreview = z.object({
  confirm: count.describe("Users who would be purged; what a run is confirmed with."),
  settingsHash,
  cutOff: z.string().describe("The day that days are counted to, YYYY-MM-DD."),
  policy,
  users: z.object({
    purged: count,
    heldBack: z.array(z.object({ reason: z.string(), users: count })),
    byUserGroup: z.array(
      z.object({
        userGroup: z.string().describe("Empty for none."),
        purged: count,
        heldBack: count,
      }),
    ),
  }),
  fees: z.object({ waived: count, amount: count }),
  requests: z.object({ cancelled: count, borrowingRequests: count }),
  oldest: z.string().nullable().describe("Purge date of who would be purged, YYYY-MM-DD."),
  newest: z.string().nullable().describe("YYYY-MM-DD."),
  limitOfOne,
  sample: z
    .array(
      z.object({
        id: z.int(),
        patron: z.string().describe("Masked."),
        userGroup: z.string().describe("Empty for none."),
        purgeDate: z.string().nullable().describe("YYYY-MM-DD."),
      }),
    )
    .describe("A few who would be purged, for those who may read users."),
});

export const purgeJob = z.object({
  id: z.int(),
  recordType: z.enum(recordTypes).nullable(),
  userGroup: z.string().nullable(),
  set: z
    .object({ id: z.int(), name: z.string().nullable().describe("Null of a private set.") })
    .nullable(),
  daysAfterPurgeDate: z.int(),
  waiveThreshold: z.number(),
  skipActiveRequests: z.boolean(),
  skipUnexpired: z.boolean(),
  createdBy: z.string().nullable(),
  createdOn: z.string().describe("YYYY-MM-DD."),
  run: z
    .object({ id: z.int(), status: z.enum(runStatus.enumValues), purged: count })
    .nullable()
    .describe("The last of its runs."),
  waiting: z.int().nullable().describe("The proposal that waits for a second person."),
});
export const purgeJobPage = z.object({
  purgeJobs: z.array(purgeJob),
  next: z.int().nullable().describe("The before of the next page; null on the last."),
});

export const purgeJobParams = z.strictObject({
  id: rowNumber("A purge job is named by its number."),
});
export const before = rowNumber("before is the number of a purge job.").optional();

export const confirmBody = z
  .strictObject({
    confirm: z.int("confirm is the number of the preview.").nonnegative().optional(),
    policy: policy.optional().describe("The preview's policy; refused when it is another now."),
    settingsHash: settingsHashAsked,
  })
  .refine(({ confirm, policy: named }) => confirm !== undefined || named === undefined, {
    error: "policy goes with confirm: both are the preview's.",
  });

export const purgeJobBody = purgeOptions;
export const examplePurge = { recordType: "public", waiveThreshold: 1 } as const;

export const makerOf = (caller: Caller) => ({ user: setUserOf(caller), staffId: caller.staffId });
