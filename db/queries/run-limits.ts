import { sql } from "drizzle-orm";
import type { Change } from "#lib/change.ts";
import { Refusal, Stale } from "#lib/refusal.ts";
import type { RunLimits } from "#lib/run-limits.ts";
import type { Tx } from "../client.ts";
import { runLimits } from "../schema/index.ts";

/** Where runs stop by themselves, and the version that a save must have seen. */
export async function readRunLimits(tx: Tx): Promise<RunLimits & { version: number }> {
  const [row] = await tx.select().from(runLimits);
  if (!row) throw new Error("the row of the limits is missing");
  const { id: _id, ...limits } = row;
  return {
    ...limits,
    restFrom: row.restFrom && hourAndMinute(row.restFrom),
    restUntil: row.restUntil && hourAndMinute(row.restUntil),
    rewriteFrom: hourAndMinute(row.rewriteFrom),
    rewriteUntil: hourAndMinute(row.rewriteUntil),
  };
}

/**
 * The number that asks for a second person cannot be loosened while a proposal waits: one person could
 * then start that run alone.
 */
export async function saveRunLimits(
  tx: Tx,
  { version, ...after }: RunLimits & { version?: number },
): Promise<Change> {
  await tx.execute(sql`SELECT FROM console.run_limits FOR UPDATE`);
  const { version: stands, ...before } = await readRunLimits(tx);
  if (version !== undefined && version !== stands) {
    throw new Stale("The limits were");
  }
  if (
    (after.restFrom === null) !== (after.restUntil === null) ||
    (after.restFrom !== null && after.restFrom === after.restUntil)
  ) {
    throw new Refusal(
      "The library's hours have a beginning and an end, which differ; both are blank where runs may work at any time. Nothing was saved.",
    );
  }
  if (after.rewriteFrom === after.rewriteUntil) {
    throw new Refusal(
      "The window in which large tables are rewritten has a beginning and an end, which differ. Nothing was saved.",
    );
  }
  if (after.backupRequired && after.backupWarnHours === null) {
    throw new Refusal(
      "Nothing can wait for a verified backup unless you say how old it may be. Nothing was saved.",
    );
  }
  if (lowersApproval(before.approvalAbove, after.approvalAbove) && (await anyProposalWaits(tx))) {
    throw new Refusal(
      "A run waits for a second person. Decide about it on Monitor Jobs before fewer runs need one; nothing was saved.",
    );
  }
  await tx.update(runLimits).set({ ...after, version: stands + 1 });
  return { action: "runLimits.change", subject: "limits of runs", before, after };
}

const hourAndMinute = (time: string) => time.slice(0, 5);

const lowersApproval = (before: number | null, after: number | null) =>
  before !== null && (after === null || after > before);

async function anyProposalWaits(tx: Tx): Promise<boolean> {
  const { rows } = await tx.execute(
    sql`SELECT FROM console.run_proposals WHERE decision IS NULL AND expires_at > now()`,
  );
  return rows.length > 0;
}
