import { eq, sql } from "drizzle-orm";
import type { Change } from "#lib/change.ts";
import { Refusal } from "#lib/refusal.ts";
import type { Tx } from "../client.ts";
import { killSwitches, staff } from "../schema/index.ts";

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
      engagedAt: sql<string>`to_char(${killSwitches.engagedAt} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`,
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

/** Runs may be started again, and schedules that fell due begin. What was paused stays paused. */
export async function releaseSwitch(tx: Tx, scope: string): Promise<Change> {
  const released = await tx.delete(killSwitches).where(eq(killSwitches.scope, scope)).returning();
  if (released.length === 0) throw new Refusal("This kill switch is not engaged.");
  return {
    action: "killSwitch.release",
    subject: `kill switch ${scope}`,
    before: { engaged: true },
    after: { engaged: false },
  };
}
