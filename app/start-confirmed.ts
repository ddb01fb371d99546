import type { Tx } from "#db/client.ts";
import { requestConfirmed, type Preview } from "#jobs/engine/request-confirmed.ts";
import type { RunRequest } from "#jobs/engine/start.ts";
import { formatCount } from "#lib/format.ts";
import type { DeletePolicy } from "#lib/purge-fields.ts";
import { Refusal } from "#lib/refusal.ts";
import type { Staff } from "#lib/server/session.ts";
import { requestedHref } from "./(console)/monitor-jobs/schema.ts";

interface Confirmed extends Pick<RunRequest, "job" | "options" | "settingsHash"> {
  /** The number that their preview showed, and what they typed. */
  shown: number;
  typed: number;
  /** The delete user policy that it named. */
  policy?: DeletePolicy;
}

/** Starts the run that the preview showed, or asks a second person for it, and goes there. */
export async function startConfirmed(
  tx: Tx,
  preview: Preview,
  { shown, typed, ...asked }: Confirmed,
  staff: Staff,
) {
  if (typed !== shown) throw new Refusal(`Type ${formatCount(shown)} to confirm.`);
  const requested = await requestConfirmed(tx, preview, {
    ...asked,
    submittedVia: "screen",
    staffId: staff.id,
    confirm: shown,
  });
  return { requested, change: requested.change, to: requestedHref(requested) };
}
