import { z } from "zod";
import { updateFields, updateParts } from "#lib/update-fields.ts";
import { count, settingsHash } from "../schema.ts";

const parameter = z.enum([...updateFields, ...updateParts]);
const value = z.string().nullable().describe("Null for empty.");

export const updatePreview = z.object({
  confirm: count.describe("Users of whom anything would come about; what a run is confirmed with."),
  settingsHash,
  cutOff: z.string().describe("Today in the institution's zone, YYYY-MM-DD."),
  users: z.object({
    members: count,
    updated: count,
    unchanged: count,
    heldBack: z.array(z.object({ reason: z.string(), users: count })),
  }),
  letters: z.object({ queued: count, withoutEmail: count }),
  changes: z.array(
    z.object({
      parameter,
      users: count,
      from: z
        .array(z.object({ value, users: count }))
        .describe("Of a field: what stands there now, most first."),
      others: count.describe("Users whose values are not listed."),
      to: value,
    }),
  ),
  sample: z.array(
    z.object({
      id: z.int(),
      patron: z.string().describe("Masked."),
      changes: z.array(z.object({ parameter, from: value })),
    }),
  ),
});

export const exampleUpdate = {
  set: 7,
  changes: { purgeDate: { to: "2026-03-31", onlyIf: "empty" } },
} as const;
