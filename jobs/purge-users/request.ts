import type { Tx } from "#db/client.ts";
import { readRunLimits } from "#db/queries/run-limits.ts";
import { someUser } from "#db/queries/user-history.ts";
import { runMembers } from "#db/schema/index.ts";
import type { Change } from "#lib/change.ts";
import { lowerFirst } from "#lib/format.ts";
import { Refusal } from "#lib/refusal.ts";
import { startRun, type RunRequest } from "../engine/start.ts";
import { previewPurge, type PurgePreview } from "./preview.ts";

type By = Pick<RunRequest, "submittedVia"> & { staffId: string | null; apiKeyId?: number | null };

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
  const { approvalAbove } = await readRunLimits(tx);
  if (approvalAbove === 0) {
    throw new Refusal(
      "Here every run needs a second person. Give the user a purge date in the past, make a set of them, and ask for a purge of it: the other person is shown that.",
    );
  }
  const { users } = await previewPerson(tx, one, by);
  const [kept] = users.heldBack;
  if (kept) throw new Refusal(`This user cannot be deleted: ${lowerFirst(kept.reason)}.`);
  if (users.purged === 0) throw new Refusal("This user does not exist any more.");
  const { id } = await startRun(tx, {
    job: "purge-users",
    options: { person: one.how },
    confirm: 1,
    ...by,
  });
  await tx.insert(runMembers).values({ runId: id, userId: one.userId });
  const change = { action: "user.delete", subject: someUser, after: { run: id } };
  return { runId: id, change };
}
