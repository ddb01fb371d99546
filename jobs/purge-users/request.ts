import { sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { runMembers } from "#db/schema/index.ts";
import type { Change } from "#lib/change.ts";
import { Refusal } from "#lib/refusal.ts";
import { startRun, type RunRequest } from "../engine/start.ts";
import { refuseGrown } from "../engine/still-true.ts";
import { previewPurge, type PurgePreview } from "./preview.ts";

type By = Pick<RunRequest, "submittedVia"> & { staffId: string | null; apiKeyId?: number | null };

/** Milliseconds: a preview asks of every user whom it is about. */
const PREVIEW_TIMEOUT_MS = 120_000;

/** The preview again, in the transaction that starts the run: what was confirmed is what would go. */
export async function requireStillTrue(
  tx: Tx,
  options: unknown,
  { shown, staffId }: { shown: number; staffId: string | null },
): Promise<void> {
  await tx.execute(sql`SELECT set_config('statement_timeout', ${`${PREVIEW_TIMEOUT_MS}`}, true)`);
  const { confirm } = await previewPurge(tx, { options, staffId });
  await refuseGrown(tx, { shown, now: confirm });
}

export type OnePerson = { userId: number; how: "erase" | "delete" };

/** Whether a person can be deleted now, and if not why. */
export const previewPerson = (
  tx: Tx,
  { userId, how }: OnePerson,
  by: { staffId: string | null; apiKeyId?: number | null },
): Promise<PurgePreview> => previewPurge(tx, { ...by, options: { person: how }, person: userId });

/**
 * Deletes one person by a run of the purge: `erase` by hand, which removes everything, `delete` as the
 * delete user policy says. Refused in a sentence where a check keeps them.
 */
export async function purgePerson(
  tx: Tx,
  one: OnePerson,
  by: By,
): Promise<{ runId: number; change: Change }> {
  const { users } = await previewPerson(tx, one, by);
  const [kept] = users.heldBack;
  if (kept) throw new Refusal(`This user cannot be deleted: ${kept.reason.toLowerCase()}.`);
  if (users.purged === 0) throw new Refusal("This user does not exist any more.");
  const { id } = await startRun(tx, {
    job: "purge-users",
    options: { person: one.how },
    confirm: 1,
    ...by,
  });
  await tx.insert(runMembers).values({ runId: id, userId: one.userId });
  const change = { action: "user.delete", subject: `user ${one.userId}`, after: { run: id } };
  return { runId: id, change };
}
