"use server";

import { sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { readRunLimits } from "#db/queries/run-limits.ts";
import { requestRun } from "#jobs/engine/propose.ts";
import { previewLettersPurge } from "#jobs/purge-letters/preview.ts";
import { formatCount } from "#lib/format.ts";
import { Refusal } from "#lib/refusal.ts";
import { ceilingOf } from "#lib/run-limits.ts";
import { formAction } from "#lib/server/action.ts";
import { PREVIEW_TIMEOUT_MS, runForm } from "../../fulfillment-jobs/preview/schema.ts";
import { requestedHref } from "../../monitor-jobs/schema.ts";

/** Starts the run that the preview showed, or asks a second person for it, and goes there. */
export const runNow = formAction(
  "letters.run",
  "/letters/preview",
  runForm,
  async (tx, { shown, typed }, staff) => {
    if (typed !== shown) throw new Refusal(`Type ${formatCount(shown)} to confirm.`);
    await requireStillTrue(tx, shown);
    const requested = await requestRun(tx, {
      job: "letters-purge",
      submittedVia: "screen",
      staffId: staff.id,
      confirm: shown,
    });
    return { change: requested.change, to: requestedHref(requested) };
  },
);

/** The preview again, in the transaction that starts the run: what was confirmed is what would go. */
async function requireStillTrue(tx: Tx, shown: number): Promise<void> {
  await tx.execute(sql`SELECT set_config('statement_timeout', ${`${PREVIEW_TIMEOUT_MS}`}, true)`);
  const { confirm } = await previewLettersPurge(tx);
  const { marginPercent } = await readRunLimits(tx);
  if (confirm <= ceilingOf(shown, marginPercent)) return;
  throw new Refusal(
    `Nothing was started: the number has grown from ${formatCount(shown)} to ${formatCount(confirm)} since this preview was made. Look at it anew.`,
  );
}
