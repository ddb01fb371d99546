import type { Tx } from "#db/client.ts";
import { readRunLimits } from "#db/queries/run-limits.ts";
import { formatCount } from "#lib/format.ts";
import { Refusal } from "#lib/refusal.ts";
import { ceilingOf } from "#lib/run-limits.ts";

/** What was confirmed is what would come about, but for the margin: `now` is the preview made again. */
export async function refuseGrown(
  tx: Tx,
  { shown, now }: { shown: number; now: number },
): Promise<void> {
  const { marginPercent } = await readRunLimits(tx);
  if (now <= ceilingOf(shown, marginPercent)) return;
  throw new Refusal(
    `Nothing was started: the number has grown from ${formatCount(shown)} to ${formatCount(now)} since this preview was made. Look at it anew.`,
  );
}
