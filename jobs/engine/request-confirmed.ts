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

interface Confirmed extends RunRequest {
  /** The policy that the preview named. */
  policy?: DeletePolicy | undefined;
  /** Without a margin: by a script, which can ask again when the number has moved. */
  exactly?: boolean;
}

/**
 * The door of whoever asks for a run with the number that a preview has shown, or without one. It is
 * counted again in the transaction that starts the run: what was confirmed is what would go, within the
 * limits' margin to either side or exactly, under the policy that the preview named, and with the settings
 * that it was counted with.
 */
export async function requestConfirmed(
  tx: Tx,
  preview: Preview,
  { policy: shownPolicy, exactly = false, ...request }: Confirmed,
): Promise<Requested> {
  const shown = request.confirm;
  if (shown === undefined) return requestRun(tx, request);
  await tx.execute(sql`SELECT set_config('statement_timeout', ${`${PREVIEW_TIMEOUT_MS}`}, true)`);
  const { confirm, policy } = await preview(tx, request);
  const margin = exactly ? 0 : (await readRunLimits(tx)).marginPercent;
  const refuse = (change: string) => {
    throw new Refusal(
      `Nothing was started: ${change} since this preview was made. Look at it anew.`,
    );
  };
  if (shownPolicy && policy && shownPolicy !== policy) {
    refuse(`the Delete User Policy was changed to “${deletePolicyNames[policy]}”`);
  }
  const numbers = `from ${formatCount(shown)} to ${formatCount(confirm)}`;
  if (confirm > ceilingOf(shown, margin)) refuse(`the number has grown ${numbers}`);
  if (shown > ceilingOf(confirm, margin)) refuse(`the number has shrunk ${numbers}`);
  return requestRun(tx, { ...request, confirm: Math.min(shown, confirm) }, confirm);
}
