import { sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { importLimits } from "#lib/import-limits.ts";

/** An import as the worker that took it up holds it. */
export interface HeldImport {
  id: string;
  /** A later claim makes every write of this one void. */
  epoch: number;
  dryRun: boolean;
  source: string;
  replaceDemo: boolean;
  /** Who asked, for the audit. */
  actor: string;
  /** Files that an earlier worker has imported. */
  done: number;
  /** Claims since the start, this one among them. */
  attempts: number;
}

/** Takes up an import that waits, or one whose worker has gone silent; null when there is nothing to take. */
export async function claimImport(tx: Tx, id: string): Promise<HeldImport | null> {
  const { rows: free } = await tx.execute<{ fresh: boolean }>(sql`
    SELECT status = 'queued' AS fresh FROM console.imports
    WHERE id = ${id} AND (status = 'queued' OR status = 'running' AND coalesce(heartbeat_at, '-infinity')
      < clock_timestamp() - make_interval(secs => ${importLimits.leaseSeconds}))
    FOR UPDATE`);
  if (!free[0]) return null;
  if (free[0].fresh) await takeOverCounts(tx, id);
  const { rows } = await tx.execute<HeldImport & Record<string, unknown>>(sql`
    UPDATE console.imports SET status = 'running', epoch = epoch + 1, attempts = attempts + 1,
      started_at = coalesce(started_at, clock_timestamp()), heartbeat_at = clock_timestamp(),
      file = NULL, files = NULL, step = NULL, rows = NULL, lines = NULL
    WHERE id = ${id}
    RETURNING id, epoch, attempts, dry_run AS "dryRun", source, replace_demo AS "replaceDemo", submitted_by AS actor,
      (SELECT count(*)::int FROM console.import_counts WHERE import_id = ${id}) AS done`);
  return rows[0] ?? null;
}

/** Forgets what a dry run before said of the files, but how much there is to do. */
async function takeOverCounts(tx: Tx, id: string): Promise<void> {
  await tx.execute(sql`
    UPDATE console.imports SET expected = (SELECT sum(read) FROM console.import_counts WHERE import_id = ${id})
    WHERE id = ${id}`);
  await tx.execute(sql`DELETE FROM console.import_counts WHERE import_id = ${id}`);
  await tx.execute(sql`DELETE FROM patron.import_files WHERE import_id = ${id}`);
  await tx.execute(sql`DELETE FROM patron.import_problems WHERE import_id = ${id}`);
  await tx.execute(sql`DELETE FROM patron.import_rejects WHERE import_id = ${id}`);
}

/** Hands an import back untouched, so that the next worker need not wait for the lease to run out. */
export async function releaseImport(tx: Tx, { id, epoch }: HeldImport): Promise<void> {
  await tx.execute(sql`
    UPDATE console.imports SET heartbeat_at = NULL, attempts = attempts - 1
    WHERE id = ${id} AND epoch = ${epoch} AND status = 'running'`);
}
