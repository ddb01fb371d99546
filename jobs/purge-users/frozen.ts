import { eq } from "drizzle-orm";
import { z } from "zod";
import type { Tx } from "#db/client.ts";
import { readDeleteUserPolicy } from "#db/queries/delete-user-policy.ts";
import { makerOfKey } from "#db/queries/api-keys.ts";
import { holdSet } from "#db/queries/sets.ts";
import { userGroups } from "#db/schema/index.ts";
import { deletePolicies, purgeOptions } from "#lib/purge-fields.ts";
import { Refusal } from "#lib/refusal.ts";
import { recordTypes } from "#lib/user-fields.ts";
import type { Asked } from "../engine/job.ts";
import { setUser } from "../run-members.ts";

/** Whom a purge is about. Who a person or a set's members are stands in patron.run_members alone. */
const who = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("criteria"),
    recordType: z.enum(recordTypes),
    userGroup: z.object({ id: z.int(), code: z.string() }).nullable(),
  }),
  z.object({ kind: z.literal("set"), set: z.int(), membersVersion: z.int().optional() }),
  z.object({ kind: z.literal("person") }),
  /** Those purged earlier under a policy that leaves more. */
  z.object({ kind: z.literal("purged") }),
]);

export const frozenPurge = z.object({
  policy: z.enum(deletePolicies),
  who,
  daysAfterPurgeDate: z.int(),
  waiveThreshold: z.number(),
  skipActiveRequests: z.boolean(),
  skipUnexpired: z.boolean(),
  /** The staff account that asked, or that made the key that did: nobody purges themselves. */
  runBy: z.string().nullable(),
  /** The second person, who let it start: spared too. */
  approvedBy: z.string().optional(),
});
export type FrozenPurge = z.output<typeof frozenPurge>;

/** Staff accounts of those whose purge it is. */
export const staffBehind = ({ runBy, approvedBy }: FrozenPurge): string[] =>
  [runBy, approvedBy].filter((id) => typeof id === "string");

export const parsePurge = (stored: unknown): FrozenPurge => frozenPurge.parse(stored);

/** What screens start that choose for themselves whom it is about. */
const chosen = z.union([
  z.strictObject({ person: z.enum(["erase", "delete"]) }),
  z.strictObject({ purged: z.literal("apply") }),
]);
export type PurgeAsked = z.input<typeof purgeOptions> | z.output<typeof chosen>;

const bare = {
  daysAfterPurgeDate: 0,
  waiveThreshold: 0,
  skipActiveRequests: false,
  skipUnexpired: false,
};

/** Options that a run was asked for with, and the settings they meet. */
export async function freezePurge(tx: Tx, asked: Asked): Promise<FrozenPurge> {
  const data = parseOptions(asked.options);
  const policy = await readDeleteUserPolicy(tx);
  const runBy = asked.staffId ?? (await makerOfKey(tx, asked.apiKeyId)) ?? null;
  if ("person" in data) {
    // Staff who delete a person by hand remove all of it, whatever the policy says.
    const strictest = data.person === "erase" ? "fullyRemove" : policy;
    return { ...bare, policy: strictest, who: { kind: "person" }, runBy };
  }
  if ("purged" in data) return { ...bare, policy, who: { kind: "purged" }, runBy };
  const { set, recordType, userGroup, ...rest } = data;
  if (set !== undefined) {
    const { membersVersion } = await holdSet(tx, setUser(asked), set);
    return { ...rest, policy, who: { kind: "set", set, membersVersion }, runBy };
  }
  if (recordType === undefined) throw new Refusal("Choose a user record type, or a set.");
  const group = userGroup === undefined ? null : await groupCalled(tx, userGroup);
  return { ...rest, policy, who: { kind: "criteria", recordType, userGroup: group }, runBy };
}

function parseOptions(options: unknown) {
  const byScreen = chosen.safeParse(options);
  if (byScreen.success) return byScreen.data;
  const parsed = purgeOptions.safeParse(options);
  if (parsed.success) return parsed.data;
  throw new Refusal(parsed.error.issues[0]?.message ?? "Say whom to purge.");
}

/** The options again, as `freezePurge` takes them. */
export function optionsOf(frozen: FrozenPurge): PurgeAsked {
  const { who, policy, runBy: _runBy, approvedBy: _approvedBy, ...rest } = frozen;
  switch (who.kind) {
    case "person":
      return { person: policy === "fullyRemove" ? "erase" : "delete" };
    case "purged":
      return { purged: "apply" };
    case "set":
      return { ...rest, set: who.set };
    case "criteria":
      return {
        ...rest,
        recordType: who.recordType,
        ...(who.userGroup && { userGroup: who.userGroup.code }),
      };
  }
}

async function groupCalled(tx: Tx, code: string) {
  const [group] = await tx
    .select({ id: userGroups.id, code: userGroups.code })
    .from(userGroups)
    .where(eq(userGroups.code, code));
  if (!group) throw new Refusal(`There is no user group ${code}.`);
  return group;
}
