import { sql, type SQL } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { readRunLimits } from "#db/queries/run-limits.ts";
import { memberIds, membersOf } from "#db/queries/set-members.ts";
import { limitOfOne, type ToldOfOne } from "#lib/limit-of-one.ts";
import { purgeReasons, type DeletePolicy } from "#lib/purge-fields.ts";
import { userQuerySchema } from "#lib/user-query.ts";
import { hashOfSettings } from "../engine/proposal-hash.ts";
import { cutOffDay } from "../engine/start.ts";
import type { Circumstances } from "./decision.ts";
import { freezePurge, type FrozenPurge } from "./frozen.ts";
import { overLimitOf } from "./over-limit.ts";
import { sampleUsers, type SampledUser } from "./sample.ts";
import { tallySettling, tallyUsers, type Tally } from "./tally.ts";

export interface PurgePreview {
  /** Users who would be purged; the number to confirm a run with. */
  confirm: number;
  /** What it was counted with; a run that is confirmed is told the same. */
  settingsHash: string;
  cutOff: string;
  policy: DeletePolicy;
  users: {
    purged: number;
    /** In the order in which the reasons are asked. */
    heldBack: { reason: string; users: number }[];
    /** Empty for none. */
    byUserGroup: { userGroup: string; purged: number; heldBack: number }[];
  };
  fees: {
    waived: number;
    /** Of the institution's currency. */
    amount: number;
  };
  requests: { cancelled: number; borrowingRequests: number };
  /** Purge dates of who would be purged, YYYY-MM-DD; null where none of them has one. */
  oldest: string | null;
  newest: string | null;
  /** What may go of one user group, and where more would; null where it is not asked. */
  limitOfOne: ToldOfOne | null;
  /** A few of those who would be purged, where it was asked for. */
  sample: SampledUser[];
}

export interface PreviewAsked {
  options?: unknown;
  asOf?: string | undefined;
  staffId?: string | null;
  apiKeyId?: number | null;
  /** Whom a run about one person is about. */
  person?: number;
  /** Whether who looks may see users, if masked. */
  withSample?: boolean;
}

/** What a run started now would do, by the same decision that the run takes. Changes nothing. As lethe_web, which may ask who is in a set. */
export async function previewPurge(tx: Tx, asked: PreviewAsked): Promise<PurgePreview> {
  const { now, members } = await purgeNow(tx, asked);
  const { frozen, cutOff } = now;
  const tallies = await tallyUsers(tx, now, members);
  const settling = await tallySettling(tx, now, members);
  const sample = asked.withSample ? await sampleUsers(tx, now, members) : [];
  const limit = limitOfOne(await readRunLimits(tx));
  const going = tallies.filter(({ reason }) => reason === null);
  const purged = sum(going);
  const days = going.flatMap(({ oldest, newest }) => [oldest ?? [], newest ?? []].flat()).sort();
  return {
    confirm: purged,
    settingsHash: hashOfSettings("purge-users", frozen),
    cutOff,
    policy: frozen.policy,
    users: { purged, heldBack: byReason(tallies), byUserGroup: byGroup(tallies) },
    fees: { waived: settling.fees, amount: settling.amount },
    requests: {
      cancelled: settling.requests + settling.borrowingRequests,
      borrowingRequests: settling.borrowingRequests,
    },
    oldest: days[0] ?? null,
    newest: days.at(-1) ?? null,
    limitOfOne: limit && { ...limit, over: await overLimitOf(tx, now, tallies, limit) },
    sample,
  };
}

/** What a run started now is decided in, and the ids of a set or a person that it is about. */
export async function purgeNow(
  tx: Tx,
  asked: PreviewAsked,
): Promise<{ now: Circumstances; members: SQL }> {
  const { cutOff } = await cutOffDay(tx, asked.asOf);
  const frozen = await freezePurge(tx, {
    options: asked.options,
    staffId: asked.staffId ?? null,
    apiKeyId: asked.apiKeyId ?? null,
  });
  return { now: { frozen, cutOff }, members: await membersNow(tx, frozen, asked.person) };
}

async function membersNow(tx: Tx, { who }: FrozenPurge, person?: number): Promise<SQL> {
  if (who.kind === "person") return sql`SELECT ${person ?? null}::bigint`;
  if (who.kind !== "set") return sql`SELECT NULL::bigint`;
  const { rows } = await tx.execute<{ query: unknown }>(
    sql`SELECT query FROM patron.sets WHERE id = ${who.set}`,
  );
  const query = rows[0]?.query;
  return memberIds(
    await membersOf(tx, { id: who.set, query: query ? userQuerySchema.parse(query) : null }),
  );
}

const sum = (tallies: Tally[]) => tallies.reduce((total, { users }) => total + users, 0);

const byReason = (tallies: Tally[]) =>
  Object.entries(purgeReasons).flatMap(([name, reason]) => {
    const users = sum(tallies.filter((tally) => tally.reason === name));
    return users > 0 ? [{ reason, users }] : [];
  });

const byGroup = (tallies: Tally[]) =>
  [...new Set(tallies.map(({ userGroup }) => userGroup))].sort().map((userGroup) => {
    const own = tallies.filter((tally) => tally.userGroup === userGroup);
    const purged = sum(own.filter(({ reason }) => reason === null));
    return { userGroup, purged, heldBack: sum(own) - purged };
  });
