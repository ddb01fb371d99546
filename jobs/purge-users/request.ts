import type { Tx } from "#db/client.ts";
import { sql } from "drizzle-orm";
import { readRunLimits } from "#db/queries/run-limits.ts";
import { someUser } from "#db/queries/user-history.ts";
import { runMembers } from "#db/schema/index.ts";
import type { RunLimits } from "#lib/run-limits.ts";
import type { Change } from "#lib/change.ts";
import { formatCountOf, lowerFirst } from "#lib/format.ts";
import { Refusal } from "#lib/refusal.ts";
import { startRun, type RunRequest } from "../engine/start.ts";
import { previewPurge, type PurgePreview } from "./preview.ts";

type By = Pick<RunRequest, "submittedVia"> & { staffId: string | null; apiKeyId?: number | null };

/** So few within a day are never too large a share of all. */
const alwaysAllowed = 10;
const bySet =
  "Give the user a purge date in the past, make a set of them, and ask for a purge of it";

export type OnePerson = { userId: number; how: "erase" | "delete" };
type Asking = { staffId: string | null; apiKeyId?: number | null; withSample?: boolean };

/** Whether a person can be deleted now, and if not why. */
export const previewPerson = (
  tx: Tx,
  { userId, how }: OnePerson,
  by: Asking,
): Promise<PurgePreview> => previewPurge(tx, { ...by, options: { person: how }, person: userId });

/** The same; refused in a sentence where a check keeps them. */
export async function deletablePerson(tx: Tx, one: OnePerson, by: Asking): Promise<PurgePreview> {
  const { approvalAbove } = await readRunLimits(tx);
  if (approvalAbove === 0) {
    throw new Refusal(
      `Here every run needs a second person. ${bySet}: the other person is shown that.`,
    );
  }
  const preview = await previewPerson(tx, one, by);
  const [kept] = preview.users.heldBack;
  if (kept) throw new Refusal(`This user cannot be deleted: ${lowerFirst(kept.reason)}.`);
  if (preview.users.purged === 0) throw new Refusal("This user does not exist any more.");
  return preview;
}

/**
 * Deletes one person by a run of the purge: `erase` by hand, which removes everything, `delete` as the
 * delete user policy says. Refused in a sentence where a check keeps them.
 */
export async function purgePerson(
  tx: Tx,
  one: OnePerson,
  by: By,
): Promise<{ runId: number; change: Change }> {
  await deletablePerson(tx, one, by);
  const { id } = await startRun(tx, {
    job: "purge-users",
    options: { person: one.how },
    confirm: 1,
    ...by,
  });
  await tx.insert(runMembers).values({ runId: id, userId: one.userId });
  await refuseInBulk(tx, id, await readRunLimits(tx));
  const change = { action: "user.delete", subject: someUser, after: { run: id } };
  return { runId: id, change };
}

/**
 * Deletions one by one add up: those of one person within 24 hours, by hand and by keys of theirs, are
 * held against the limits as one run would be. Asked once the run is made: none is at work beside it.
 */
async function refuseInBulk(
  tx: Tx,
  runId: number,
  { approvalAbove, sharePercent }: RunLimits,
): Promise<void> {
  const { rows } = await tx.execute<{ earlier: number }>(sql`
    SELECT coalesce(sum(earlier.removed), 0)::float8 AS earlier
    FROM console.job_runs this JOIN console.job_runs earlier ON earlier.job = this.job
      AND earlier.frozen -> 'who' = this.frozen -> 'who' AND earlier.frozen -> 'runBy' = this.frozen -> 'runBy'
    WHERE this.id = ${runId} AND earlier.submitted_at > now() - interval '24 hours'`);
  const earlier = rows[0]?.earlier ?? 0;
  const refuse = (limit: string) => {
    throw new Refusal(
      `Nothing was deleted: you have deleted ${formatCountOf(earlier, "user", "users")} one by one within 24 hours, and ${limit}. ${bySet}.`,
    );
  };
  if (approvalAbove !== null && earlier + 1 > approvalAbove) {
    refuse(`more than ${formatCountOf(approvalAbove, "user", "users")} need a second person`);
  }
  if (earlier < alwaysAllowed) return;
  const { rows: left } = await tx.execute<{ users: number }>(
    sql`SELECT count(*)::float8 AS users FROM patron.users WHERE status <> 'deleted'`,
  );
  if ((earlier + 1) * 100 > ((left[0]?.users ?? 0) + earlier) * sharePercent) {
    refuse(`more than ${sharePercent} % of all users are not deleted so`);
  }
}
