"use server";

import { redirect } from "next/navigation";
import { sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { startRun } from "#jobs/engine/start.ts";
import { previewLettersPurge } from "#jobs/purge-letters/preview.ts";
import type { FormState } from "#lib/form-state.ts";
import { formatCount } from "#lib/format.ts";
import { Refusal } from "#lib/refusal.ts";
import { formAction } from "#lib/server/action.ts";
import { PREVIEW_TIMEOUT_MS, runForm } from "../../fulfillment-jobs/preview/schema.ts";

/** A run may find this much more than its preview showed: letters come past their period at midnight. */
const MARGIN = 0.05;

/** Starts the run that the preview showed, and goes to watch it. */
export async function runNow(previous: FormState, form: FormData): Promise<FormState> {
  let started: number | undefined;
  const start = formAction(
    "letters.run",
    "/letters/preview",
    runForm,
    async (tx, { shown, typed }, staff) => {
      if (typed !== shown) throw new Refusal(`Type ${formatCount(shown)} to confirm.`);
      await requireStillTrue(tx, shown);
      const { id } = await startRun(tx, {
        job: "letters-purge",
        submittedVia: "screen",
        staffId: staff.id,
        confirm: shown,
      });
      started = id;
      const after = { job: "letters-purge", confirmed: shown };
      return { action: "run.start", subject: `run ${id}`, after };
    },
  );
  const state = await start(previous, form);
  if (state.status === "saved" && started !== undefined) redirect(`/monitor-jobs/${started}`);
  return state;
}

/** The preview again, in the transaction that starts the run: what was confirmed is what would go. */
async function requireStillTrue(tx: Tx, shown: number): Promise<void> {
  await tx.execute(sql`SELECT set_config('statement_timeout', ${`${PREVIEW_TIMEOUT_MS}`}, true)`);
  const { confirm } = await previewLettersPurge(tx);
  if (confirm <= shown * (1 + MARGIN)) return;
  throw new Refusal(
    `Nothing was started: the number has grown from ${formatCount(shown)} to ${formatCount(confirm)} since this preview was made. Look at it anew.`,
  );
}
