import { sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { readRunLimits } from "#db/queries/run-limits.ts";
import { formatCount } from "#lib/format.ts";
import { Refusal } from "#lib/refusal.ts";
import { ceilingOf, PREVIEW_TIMEOUT_MS } from "#lib/run-limits.ts";
import { requestRun, type Requested } from "./propose.ts";
import type { RunRequest } from "./start.ts";

/** A job's own preview, of what a run would be asked for with. */
export type Preview = (tx: Tx, request: RunRequest) => Promise<{ confirm: number }>;

/**
 * Asks for the run whose preview somebody has seen and confirmed. It is counted again in the transaction
 * that starts the run: what was confirmed is what would go.
 */
export async function requestConfirmed(
  tx: Tx,
  preview: Preview,
  request: RunRequest & { confirm: number },
): Promise<Requested> {
  const shown = request.confirm;
  await tx.execute(sql`SELECT set_config('statement_timeout', ${`${PREVIEW_TIMEOUT_MS}`}, true)`);
  const { confirm } = await preview(tx, request);
  const { marginPercent } = await readRunLimits(tx);
  if (confirm > ceilingOf(shown, marginPercent)) {
    throw new Refusal(
      `Nothing was started: the number has grown from ${formatCount(shown)} to ${formatCount(confirm)} since this preview was made. Look at it anew.`,
    );
  }
  return requestRun(tx, request);
}
