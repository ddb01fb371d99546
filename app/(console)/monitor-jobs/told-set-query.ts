import type { Tx } from "#db/client.ts";
import type { Run } from "#db/queries/job-runs.ts";
import { readSet } from "#db/queries/sets.ts";
import { frozenPurge } from "#jobs/purge-users/frozen.ts";
import { frozenUpdate } from "#jobs/update-users/frozen.ts";
import { permits } from "#lib/permissions.ts";
import type { Staff } from "#lib/server/session.ts";

/** A set that a run is about. */
export interface ToldSet {
  id: number;
  /** Null where it is deleted, or not for whoever looks. */
  name: string | null;
}

/** What is kept of a run says a set's number alone: its name, which may be a person's, is looked up for whoever may see it. */
export async function readToldSet(
  tx: Tx,
  staff: Staff,
  run: Pick<Run, "job" | "frozen">,
): Promise<ToldSet | null> {
  const id = setOf(run);
  if (id === null) return null;
  const set = permits(staff.roles, "users.read") ? await readSet(tx, staff, id) : null;
  return { id, name: set?.name ?? null };
}

function setOf({ job, frozen }: Pick<Run, "job" | "frozen">): number | null {
  if (job === "update-users") return frozenUpdate.safeParse(frozen).data?.set ?? null;
  const who = job === "purge-users" ? frozenPurge.safeParse(frozen).data?.who : undefined;
  return who?.kind === "set" ? who.set : null;
}
