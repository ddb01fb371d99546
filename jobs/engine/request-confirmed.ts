import { sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { readRunLimits } from "#db/queries/run-limits.ts";
import { formatCount } from "#lib/format.ts";
import { deletePolicyNames, type DeletePolicy } from "#lib/purge-fields.ts";
import { Refusal } from "#lib/refusal.ts";
import { ceilingOf, PREVIEW_TIMEOUT_MS } from "#lib/run-limits.ts";
import { requestRun, type Requested } from "./propose.ts";
import type { RunRequest } from "./start.ts";

/** A job's own preview, of what a run would be asked for with; of a purge with the policy that it goes by. */
export type Preview = (
  tx: Tx,
  request: RunRequest,
) => Promise<{ confirm: number; policy?: DeletePolicy }>;

/**
 * Asks for the run whose preview somebody has seen and confirmed. It is counted again in the transaction
 * that starts the run: what was confirmed is what would go, within the limits' margin to either side, and
 * under the policy that the preview named.
 */
export async function requestConfirmed(
  tx: Tx,
  preview: Preview,
  { policy: shownPolicy, ...request }: RunRequest & { confirm: number; policy?: DeletePolicy },
): Promise<Requested> {
  const shown = request.confirm;
  await tx.execute(sql`SELECT set_config('statement_timeout', ${`${PREVIEW_TIMEOUT_MS}`}, true)`);
  const { confirm, policy } = await preview(tx, request);
  const { marginPercent } = await readRunLimits(tx);
  const refuse = (change: string) => {
    throw new Refusal(
      `Nothing was started: ${change} since this preview was made. Look at it anew.`,
    );
  };
  if (shownPolicy && policy && shownPolicy !== policy) {
    refuse(`the Delete User Policy was changed to “${deletePolicyNames[policy]}”`);
  }
  const numbers = `from ${formatCount(shown)} to ${formatCount(confirm)}`;
  if (confirm > ceilingOf(shown, marginPercent)) refuse(`the number has grown ${numbers}`);
  if (shown > ceilingOf(confirm, marginPercent)) refuse(`the number has shrunk ${numbers}`);
  return requestRun(tx, { ...request, confirm: Math.min(shown, confirm) });
}
