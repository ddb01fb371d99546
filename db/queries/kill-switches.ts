import { eq, sql } from "drizzle-orm";
import type { Change } from "#lib/change.ts";
import { Refusal, Stale } from "#lib/refusal.ts";
import type { Tx } from "../client.ts";
import { killSwitches, staff } from "../schema/index.ts";
import { iso } from "./iso.ts";

/** A switch that a screen, a script or anyone's SQL client engaged. */
export interface EngagedSwitch {
  /** `all`, or a job's name. */
  scope: string;
  reason: string;
  engagedAt: string;
  /** Null: by SQL, or by a key. */
  engagedBy: string | null;
}

export const readSwitches = (tx: Tx): Promise<EngagedSwitch[]> =>
  tx
    .select({
      scope: killSwitches.scope,
      reason: killSwitches.reason,
      engagedAt: iso(killSwitches.engagedAt),
      engagedBy: staff.name,
    })
    .from(killSwitches)
    .leftJoin(staff, eq(staff.id, killSwitches.staffId))
    .orderBy(killSwitches.scope);

/** From now on no batch of the scope begins. */
export async function engageSwitch(
  tx: Tx,
  input: { scope: string; reason: string; staffId: string | null },
): Promise<Change> {
  const engaged = await tx.insert(killSwitches).values(input).onConflictDoNothing().returning();
  if (engaged.length === 0) throw new Refusal("This kill switch is engaged already.");
  const { scope, reason } = input;
  return {
    action: "killSwitch.engage",
    subject: `kill switch ${scope}`,
    before: { engaged: false },
    after: { engaged: true, reason },
  };
}

/**
 * Runs may be started again, and schedules that fell due begin. What was paused stays paused. With
 * `engagedAt`, as it was read, a switch that was engaged anew meanwhile stays.
 */
export async function releaseSwitch(
  tx: Tx,
  { scope, engagedAt }: { scope: string; engagedAt?: string | undefined },
): Promise<Change> {
  const asRead =
    engagedAt === undefined
      ? sql<boolean>`true`
      : sql<boolean>`${iso(killSwitches.engagedAt)}::timestamptz = ${engagedAt}::timestamptz`;
  const [released] = await tx
    .delete(killSwitches)
    .where(eq(killSwitches.scope, scope))
    .returning({ asRead });
  if (!released) throw new Refusal("This kill switch is not engaged.");
  if (!released.asRead) throw new Stale("This kill switch was");
  return {
    action: "killSwitch.release",
    subject: `kill switch ${scope}`,
    before: { engaged: true },
    after: { engaged: false },
  };
}
